## 로그인: 걸림돌

obstacle-unknown-profile = AWS 설정에 "{ $given }" 프로필이 없습니다.
obstacle-unknown-profile-next = { $count ->
    [0] 설정(~/.aws/config, ~/.aws/credentials)에 프로필이 하나도 없습니다.
   *[other] 있는 프로필: { $known }
}
obstacle-no-region = AWS 리전이 설정되어 있지 않습니다.
obstacle-no-region-next = --region us-east-1처럼 지정하거나 AWS_REGION을 설정하십시오.
obstacle-bad-region = AWS 설정에 있는 "{ $given }": 리전 이름이 될 수 없습니다.
obstacle-bad-region-next = --region us-east-1처럼 지정하거나 AWS_REGION 또는 프로필을 고치십시오.
obstacle-unknown-region = 리전 { $given }: 응답하는 곳이 없고, 알려진 리전 이름도 아닙니다.
obstacle-unknown-region-next = 이름을 확인하십시오. 리전 이름은 us-east-1, ap-northeast-2와 같은 형식입니다.
obstacle-wrong-partition = 리전 { $region }: 이 자격 증명이 속한 파티션({ $partition })의 리전이 아닙니다.
obstacle-wrong-partition-next = { $partition } 파티션의 리전을 선택하거나, 그 리전의 파티션에 맞는 자격 증명을 사용하십시오.
obstacle-no-credentials = AWS 자격 증명을 찾지 못했습니다. 찾아본 순서:
obstacle-no-credentials-next = aws sso login 또는 aws configure로 로그인하거나, --profile로 프로필을 선택하거나, AWS_ACCESS_KEY_ID와 AWS_SECRET_ACCESS_KEY를 설정한 뒤 다시 찾으십시오.
obstacle-mfa-code = 역할 { $role }: MFA 디바이스 { $serial }의 코드가 필요합니다.
obstacle-mfa-code-next = 터미널에서 마법사를 시작해 코드를 입력하거나, 이 역할의 자격 증명을 먼저 내보내십시오.
obstacle-sso-session = 프로필 { $profile }의 IAM Identity Center 세션이 없거나 만료되었습니다({ $url }).
obstacle-sso-session-next = 마법사에서 다시 로그인하거나 다른 창에서 실행하십시오: aws sso login --profile { $profile }
obstacle-login-session = 프로필 { $profile }: aws login 세션은 AWS CLI만 읽을 수 있습니다.
obstacle-login-session-next = 자격 증명을 내보내고 다시 시작하십시오: eval "$(aws configure export-credentials --profile { $profile } --format env)"
obstacle-process = 프로필 { $profile }의 프로그램이 자격 증명을 내놓지 않았습니다: { $command }
obstacle-process-next = 직접 실행하여 전체 메시지를 확인하십시오. AWS CLI와 같이 셸 없이 실행합니다.
obstacle-process-open-quote = credential_process의 따옴표가 닫히지 않았습니다.
obstacle-process-last-backslash = credential_process가 백슬래시로 끝납니다.
obstacle-process-no-program = credential_process에 프로그램 이름이 없습니다.
obstacle-process-not-found = 그런 프로그램이 없습니다. AWS CLI와 같이 $와 ~는 바꾸지 않습니다.
obstacle-process-not-runnable = 실행할 수 없습니다.
obstacle-process-too-slow = { $seconds }초 안에 끝나지 않아 중지했습니다. 입력을 받지 않으므로 코드를 묻는 프로그램은 여기서 쓸 수 없습니다.
obstacle-process-too-much = 출력이 { $kib } KiB를 넘어 중지했습니다.
obstacle-process-ended = 종료 코드: { $code }
obstacle-process-killed = 시그널로 종료되었습니다.
obstacle-process-unreadable = 출력을 자격 증명으로 읽을 수 없습니다: { $field }
obstacle-process-expired = 출력한 자격 증명이 이미 만료되었습니다.
obstacle-process-said = 프로그램 메시지: { $said }
obstacle-foreign-endpoint = AWS 호출이 AWS도 이 컴퓨터도 아닌 호스트로 가게 됩니다.
obstacle-foreign-endpoint-next = 의도한 것이라면: { $flags }. 아니라면 AWS_ENDPOINT_URL 또는 endpoint_url을 지우십시오.
obstacle-bad-endpoint = { $service } 엔드포인트 재정의가 http 또는 https 주소가 아닙니다: { $given }
obstacle-bad-endpoint-next = AWS_ENDPOINT_URL 또는 endpoint_url을 고치거나 지우십시오.
obstacle-bad-proxy = { $variable } 값이 http 또는 https 프록시 주소가 아닙니다: { $given }
obstacle-bad-proxy-next = 값을 고치거나 지우십시오. SOCKS 프록시는 지원하지 않습니다.
obstacle-bad-ca-bundle = CA 번들 { $path }: 쓸 수 없습니다. { $why }
obstacle-bad-ca-bundle-next = AWS_CA_BUNDLE 또는 ca_bundle을 고치거나 지우십시오. 대신 TLS 검사를 건너뛰지는 않습니다.
obstacle-bad-role = 프로필 { $profile }의 role_arn이 역할을 가리키지 않습니다:
obstacle-bad-role-next = ~/.aws/config의 role_arn을 고치거나 다른 프로필을 고르십시오.
obstacle-bad-settings = AWS 설정으로는 자격 증명을 얻을 수 없습니다: { $message }
obstacle-bad-settings-next = ~/.aws/config 또는 ~/.aws/credentials를 고치거나 다른 프로필을 선택하십시오.

place-environment = 환경 변수
place-profile = 프로필
place-web-identity = 웹 자격 증명 토큰(web identity)
place-container = 컨테이너 자격 증명
place-instance = 인스턴스 메타데이터
looked-at = - { $place }: { $found }
looked-not-set = 설정되어 있지 않음
looked-switched-off = 꺼져 있음
looked-no-answer = 응답 없음
looked-failed = { $message }

sign-in-note-keys-win = 프로필 { $profile }보다 환경 변수의 액세스 키가 우선합니다(AWS CLI와 같음).
sign-in-note-profile-wins = 프로필 { $profile }{ JOSA($profile, "을/를") } 지정했으므로 환경 변수의 액세스 키는 쓰지 않습니다.
sign-in-note-role = 맡은 역할: { $role }
sign-in-note-process = 자격 증명을 내놓는 프로그램: { $command }
sign-in-note-sso-in-memory = 새 IAM Identity Center 세션은 이 프로그램의 메모리에만 둡니다.
sign-in-note-proxy = AWS 호출이 { $variable } 프록시를 거칩니다: { $shown }
sign-in-note-ca-bundle = 추가로 신뢰하는 인증서: { $path }

profile-kind-keys = 액세스 키
profile-kind-sso = IAM Identity Center
profile-kind-role = 역할
profile-kind-process = 프로그램
profile-kind-web-identity = 웹 자격 증명
profile-kind-login-session = aws login
profile-kind-settings = 설정만 있음

## 로그인: 화면

ui-sign-in-which-profile = 어느 프로필을 사용합니까?
ui-sign-in-which-region = 어느 리전을 찾아봅니까?
ui-sign-in-code = MFA 디바이스의 코드를 입력하십시오
ui-sign-in-code-field = 코드
ui-sign-in-device = IAM Identity Center로 로그인
ui-sign-in-device-url = 열 주소
ui-sign-in-device-code = 입력할 코드
ui-sign-in-device-or = 또는 코드가 채워진 다음 주소를 엽니다.
ui-sign-in-device-waiting = 확인을 기다리는 중입니다. 코드는 { $minutes }분 동안 유효합니다.
ui-sign-in-device-where = 어느 컴퓨터의 어느 브라우저든 됩니다. 여기서 저절로 열리는 것은 없고, 디스크에 쓰는 것도 없습니다.
ui-choice-sso = 로그인
ui-choice-sso-what = 브라우저에 코드를 입력합니다(IAM Identity Center)
ui-choice-allow = 허용
ui-choice-allow-what = 이 세션에서 위 호스트로 AWS 호출을 보냅니다
ui-choice-code = 코드 입력
ui-choice-code-what = MFA 디바이스의 코드를 입력합니다
ui-choice-profile = 프로필
ui-choice-profile-what = AWS 설정의 다른 프로필을 사용합니다
ui-choice-region = 리전
ui-choice-region-what = 다른 리전을 찾아봅니다
ui-identity-read-only = 읽기 전용
ui-key-send-code = 보내기

## 로그인: 줄 모드

question-profile = 어느 프로필을 사용합니까?
question-region = 어느 리전을 찾아봅니까?
question-mfa-code = MFA 디바이스의 코드(6자리)
choice-sso = 브라우저에서 코드로 로그인
choice-allow = 이 호스트를 허용
choice-code = 코드 입력
choice-profile = 다른 프로필 사용
choice-region = 다른 리전 찾아보기
error-no-code = 코드는 숫자 여섯 자리입니다.
report-credentials = 자격 증명 출처: { $credentials }
report-endpoint = 엔드포인트 재정의: AWS 호출이 { $endpoint } 주소로 갑니다
report-device = 아무 브라우저에서나 { $url } 주소를 열고 코드 { $code }{ JOSA($code, "을/를") } 입력하십시오. { $minutes }분 동안 유효합니다. 코드가 채워진 주소:
report-device-waiting = 기다리는 중입니다. 새 세션은 이 프로그램의 메모리에만 둡니다.
error-read-only = --readonly 옵션이 있어 아무것도 실행하지 않았습니다.
