## 설정 파일, 보호된 클러스터, 그리고 실행 환경

error-config-unreadable = { $path } 읽기 실패: { $why }. 보호할 클러스터를 알 수 없어 아무것도 실행하지 않습니다. 고치거나 파일을 지우십시오.
error-config-special = { $path }: 파일이 아닙니다. 보호할 클러스터를 알 수 없어 아무것도 실행하지 않습니다. 파일을 두거나 지우십시오.
error-config-large = { $path }: { $most }바이트를 넘습니다. 보호할 클러스터만 적는 파일입니다. 줄이십시오.
error-config-not-text = { $path }: 이 줄부터 UTF-8 텍스트가 아닙니다. UTF-8로 저장하십시오.
error-config-malformed = { $path }: { $what }. 그 줄을 고치십시오. 전체 예는 README에 있습니다.
error-config-newer = { $path }: 버전 { $found }용입니다. 이 프로그램은 버전 { $supported }만 읽습니다. 새 emr-onramp를 쓰십시오.
error-config-version = { $path }: 이 파일에 버전 { $found }{ JOSA($found, "이/가") } 없습니다. version: { $supported } 로 적으십시오
error-config-others = { $path }: 다른 사용자가 쓸 수 있어(모드 { $mode }) 보호를 풀 수 있습니다. 실행: chmod go-w { $path }
error-config-owner = { $path }: 다른 사용자의 것이라 보호를 풀 수 있습니다. 소유자를 바꾸거나(chown) 지우십시오.
error-relative-folder = { $variable } 값 "{ $given }": 절대 경로여야 합니다. 고치거나 설정을 지우십시오.
error-temporary-others = TMPDIR { $path }: 누구나 쓸 수 있고 sticky 비트가 없어(모드 { $mode }) 다른 사용자가 내용을 바꿀 수 있습니다. 실행: chmod +t { $path }, 또는 TMPDIR을 본인 폴더로 지정하십시오.
error-temporary-owner = TMPDIR { $path }: 다른 사용자의 것이라 내용을 바꿀 수 있습니다. 본인 폴더로 지정하십시오.
error-temporary-unreadable = TMPDIR { $path }: 쓸 수 없습니다. { $why }. 본인 폴더로 지정하십시오.
error-setuid = 프로그램 파일 { $path }: 실행하는 사람에게 다른 사용자의 권한을 줍니다(setuid 또는 setgid). 실행: chmod ug-s { $path }
error-protected = 아무것도 실행하지 않았습니다. 설정 파일이 클러스터 { $cluster } 변경을 막습니다(읽기 전용).
error-protected-name = 설정 파일이 클러스터 { $cluster } 변경을 막습니다. 그래도 변경하려면 --accept-protected { $cluster } 옵션을 더하십시오.
error-protected-other = --accept-protected { $given }: 맞지 않습니다. 클러스터는 { $cluster }입니다.
question-protected = 설정 파일이 이 클러스터를 보호합니다. 그래도 변경하려면 클러스터 이름 입력:
report-protected-read-only = 보호됨: 설정 파일에 따라 이 클러스터는 변경하지 않습니다. 이 계획은 실행되지 않습니다.
report-protected-typed-name = 보호됨: 설정 파일에 따라 이 클러스터를 변경하려면 이름을 입력해야 합니다.
ui-identity-protected-read-only = 보호됨: 읽기 전용
ui-identity-protected-typed-name = 보호됨
ui-review-read-only = --readonly 옵션이 있어 아무것도 실행할 수 없습니다.
ui-review-protected = 설정 파일이 이 클러스터를 보호하므로(읽기 전용) 아무것도 실행할 수 없습니다.
ui-review-guarded = 설정 파일이 이 클러스터를 보호합니다. 그래도 변경하려면 이름을 입력하십시오. c를 누르고 { $cluster } 입력 후 Enter.
ui-review-guarded-typing = 설정 파일이 이 클러스터를 보호합니다. 그래도 변경하려면 { $cluster } 이름을 그대로 입력하고 Enter를 누르십시오. 붙여 넣은 글은 인정하지 않습니다.
ui-review-ready-guarded = 이름을 입력했습니다. 아직 아무것도 변경하지 않았습니다. a를 누르면 이 계획 그대로 실행합니다.
sign-in-note-root = 이 프로그램이 root로 실행 중입니다. root의 AWS 설정을 읽으며, root 권한은 필요하지 않습니다.
sign-in-note-no-home = HOME이 설정되지 않아 AWS 설정도, 보호된 클러스터를 적은 설정 파일도 찾을 수 없습니다.
sign-in-note-unknown-region = 이 프로그램이 모르는 리전: { $region }. 새 리전은 해마다 생깁니다. 응답이 없으면 이름을 확인하십시오.
paths-there = 있음
paths-missing = 없음
paths-unknown = 알 수 없음: HOME이 설정되지 않음
finding-target-001 = { $subject }: EKS가 다른 클러스터를 알려 줌
finding-target-001-fix = 아무것도 쓰지 않습니다. 호출이 어떤 엔드포인트, 프록시, 설정 파일을 거치는지 확인하십시오. AWS는 요청한 클러스터만 알려 줍니다.
explain-finding-target-001 =
    DescribeCluster로 요청한 리전과 이름이 응답의 ARN과 다릅니다. API 서버 주소와 인증서, 그리고 무엇을 쓸지가 모두 이 응답에 달려 있습니다.

    그래서 다른 내용과 관계없이 이 계획을 거부합니다. AWS가 이렇게 응답하는 일은 없으므로 호출이 어떤 엔드포인트, 프록시, 샌드박스를 거치는지 확인하십시오.
    .title = 응답한 클러스터가 다름
