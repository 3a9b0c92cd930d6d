# 전체 화면 마법사. 대부분 표, 바닥글, 제목에 들어가므로 짧게 씁니다.

## 틀

ui-too-small = emr-onramp에는 { $width }x{ $height } 크기가 필요합니다. 지금은 { $has-width }x{ $has-height }입니다. 창을 키우거나 --plain으로 시작하십시오.
ui-identity-looking = 자격 증명을 찾는 중
ui-identity-none = 로그인하지 않음
ui-more = 더 보기
ui-yes = 예
ui-no = 아니요

ui-page-sign-in = 로그인
ui-page-cluster = 클러스터
ui-page-namespace = 네임스페이스
ui-page-method = 방식
ui-page-options = 옵션
ui-page-review = 검토
ui-page-run = 실행
ui-page-proof = 확인

ui-method-short-automatic = 자동
ui-method-short-manual = 수동
ui-method-short-access-entry = 액세스 항목

## 키

ui-key-move = 이동
ui-key-page = 스크롤
ui-key-choose = 선택
ui-key-plan = 계획 만들기
ui-key-open = 열기
ui-key-back = 뒤로
ui-key-close = 닫기
ui-key-stay = 계속하기
ui-key-stop-typing = 입력 마치기
ui-key-filter = 찾기
ui-key-new-namespace = 새 네임스페이스
ui-key-name-cluster = 이름 입력
ui-key-try-again = 다시 시도
ui-key-replan = 다시 읽기
ui-key-practise = 연습으로 시작
ui-key-type-name = 클러스터 이름 입력
ui-key-confirm-name = 이름 확인
ui-key-approve = 이 계획 실행
ui-key-consent-yes = 이 단계 실행
ui-key-consent-stop = 여기서 중지
ui-key-consent-commands = 나머지는 명령으로
ui-key-stop-run = 이 단계 후 중지
ui-key-hurry-run = 그 단계도 기다리지 않기
ui-key-copy = 복사
ui-key-zoom = 전체 보기
ui-key-pane = 다음 탭
ui-key-next-field = 다음
ui-key-tab = 탭
ui-key-topic = 다음 설명
ui-key-change = 변경
ui-key-toggle = 변경
ui-key-explain = 설명
ui-key-help = 키
ui-key-language = 언어
ui-key-leave = 나가기
ui-key-leave-now = 바로 나가기
ui-key-suspend = 일시 중지

ui-help-title = 지금 쓸 수 있는 키
ui-help-korean = 한글 자판에서도 같은 자리의 키가 동작합니다. ㅛ는 y, ㅌ는 x입니다.
ui-help-copy = z가 목록에 있는 곳에서 마우스로 선택하려면 먼저 z(전체 보기)를 누르십시오. 테두리가 사라집니다.

ui-leave-title = emr-onramp에서 나가시겠습니까?
ui-leave-planning = 클러스터와 계정에는 아무것도 바뀌지 않았습니다. 답한 내용은 사라집니다.
ui-leave-written = 이 세션에서 변경한 것은 그대로 남으며, 나간 뒤에 내용을 보여 줍니다. 답한 내용은 사라집니다.
ui-leave-running = 실행 중인 단계가 있으며 이후에 반영될 수 있습니다. 같은 실행을 다시 하면 반영된 것을 확인하고 남은 것만 합니다.

ui-notice-paste-does-not-confirm = 붙여 넣은 글자는 인정되지 않습니다. 이름을 직접 입력하십시오.
ui-notice-sent-to-terminal = 터미널의 클립보드로 보냈습니다(OSC 52). 지원하지 않는 터미널도 있습니다.
ui-notice-stopping = 여기서 멈춥니다. 실행 중인 단계가 있으면 그 단계가 끝난 뒤 멈춥니다.
ui-notice-last-call = 단계를 더 기다리지 않습니다. 진행 중인 호출이 끝나면(최대 30초) 끝냅니다. 한 번 더 누르면 바로 나갑니다.
ui-notice-too-soon = 방금 표시된 내용입니다. 읽은 뒤 다시 누르십시오.

ui-complaint-not-offered = "{ $given }": 여기에 없는 선택지입니다.
ui-complaint-blocked = 여기서는 선택할 수 없습니다. { $finding }
ui-complaint-system-namespace = { $namespace }: 시스템 네임스페이스입니다. 작업용 네임스페이스를 따로 쓰십시오. 그래도 쓰려면 --allow-system-namespace { $namespace } 옵션으로 시작하십시오.
ui-complaint-no-such-cluster = 조회한 리전에 { $given } 클러스터가 없습니다.
ui-complaint-not-typed = 이름이 다릅니다. 그대로 입력하십시오: { $expected }
ui-complaint-not-asked = 지금은 답할 수 없습니다.

## 로그인

ui-sign-in-question = 이 AWS 자격 증명으로 EMR을 설정하시겠습니까?
ui-sign-in-practice = 연습 세션입니다. 실제 계정은 전혀 바뀌지 않습니다
ui-sign-in-failed = 쓸 수 있는 AWS 자격 증명이 없습니다
ui-sign-in-looking = AWS에 호출 주체를 확인하는 중 …
ui-sign-in-account = 계정
ui-sign-in-alias = 별칭
ui-sign-in-caller = 호출 주체
ui-sign-in-arn = ARN
ui-sign-in-credentials = 자격 증명 출처
ui-sign-in-credentials-sandbox = 샌드박스(연습용)
ui-sign-in-regions = 리전
ui-sign-in-endpoint = 엔드포인트 재정의
ui-sign-in-assumed = 가정
ui-sign-in-world = 샌드박스 세계
ui-choice-use = 계속
ui-choice-use-what = 클러스터를 선택합니다
ui-choice-again = 다시 찾기
ui-choice-again-what = 다른 창에서 다른 자격 증명으로 로그인한 뒤에 선택합니다
ui-choice-practice = 연습
ui-choice-practice-what = 이 컴퓨터의 샌드박스에서 같은 과정을 해 봅니다. 계정도 비용도 필요 없습니다
ui-sign-in-way-sso = SSO: 다른 창에서 aws sso login을 실행한 뒤 다시 찾습니다.
ui-sign-in-way-profile = 다른 프로필: 나간 뒤 --profile 이름 옵션으로 시작합니다.
ui-sign-in-way-keys = 액세스 키: AWS_ACCESS_KEY_ID와 AWS_SECRET_ACCESS_KEY를 설정하고 시작합니다.

## 클러스터

ui-cluster-question = 어느 클러스터에서 EMR 작업을 실행합니까?
ui-cluster-counts = 리전 { $regions }개, 클러스터 { $clusters }개
ui-cluster-listing = 리전 { $regions }개 중 { $done }개 완료, 클러스터 { $clusters }개
ui-cluster-name = 이름
ui-cluster-region = 리전
ui-cluster-version = 버전
ui-cluster-mode = 인증 모드
ui-cluster-endpoint = 엔드포인트
ui-cluster-virtual-clusters = EMR
ui-cluster-status = 상태
ui-cluster-platform = 플랫폼
ui-cluster-created = 생성일
ui-cluster-tags = 태그
ui-cluster-public = 퍼블릭
ui-cluster-private = 프라이빗
ui-cluster-both = 둘 다
ui-cluster-limited = 일부 IP
ui-cluster-no-endpoint = 아직 없음
ui-cluster-not-described = 모름
ui-cluster-describing = 클러스터 정보를 읽는 중 …
ui-cluster-none = 이 리전에는 클러스터가 없습니다. 나간 뒤 --region으로 다른 리전을 지정하십시오.
ui-cluster-none-yet = 아직 응답이 없습니다.
ui-cluster-failed-next = 이 리전의 클러스터는 목록에 없습니다. n을 눌러 이름을 입력하거나 r을 눌러 다시 시도하십시오.
ui-cluster-invite = 목록에 없는 클러스터의 이름을 입력하십시오
ui-cluster-use-name = 조회하지 못한 리전에서 { $name } 찾기

ui-list-filtered = (/를 눌러 변경)
ui-list-name = 새 이름(또는 찾기):
ui-list-none-fits = 입력한 내용과 맞는 것이 없습니다.

## 네임스페이스

ui-namespace-question = { $cluster }의 어느 네임스페이스에서 EMR 작업을 실행합니까?
ui-namespace-count = 네임스페이스 { $count }개
ui-namespace-listing = 클러스터를 살펴보는 중
ui-namespace-failed = 조회하지 못함
ui-namespace-name = 이름
ui-namespace-role = ROLE
ui-namespace-binding = ROLEBINDING
ui-namespace-virtual-cluster = 가상 클러스터(virtual cluster)
ui-namespace-system = Kubernetes와 EKS의 네임스페이스(작업용이 아님)
ui-namespace-deleting = 삭제 중
ui-namespace-integrated = 액세스 항목
ui-namespace-legacy = aws-auth
ui-namespace-invite = + 새 네임스페이스 …
ui-namespace-create = + { $name }: 새로 만듭니다

## 방식

ui-method-question = { $cluster }의 네임스페이스 { $namespace }에 EMR이 어떻게 접근하게 합니까?
ui-method-observing = 클러스터, aws-auth, Role, 액세스 항목을 읽는 중 …
ui-method-recommended = 권장
ui-method-here = 여기서는 변경 { $changes }건이며, 되돌릴 수 없는 변경은 없습니다.
ui-method-here-stops = 여기서는 변경 { $changes }건이며, 단계마다 멈추고 묻습니다.
ui-method-here-one-way = 여기서는 변경 { $changes }건이며, 그중 { $one-way }건은 되돌릴 수 없습니다!
ui-method-here-nothing = 여기서는 바꿀 것이 없습니다. 이미 모두 있습니다.
ui-method-blocked = 여기서는 쓸 수 없습니다. { $why }
ui-method-you-are-here = 현재
ui-method-ladder = 클러스터의 인증 모드(authenticationMode)입니다. 한 방향으로만 올라가며 돌아갈 수 없습니다.

ui-recommend-reads-access-entries = { $method } 권장 이유: { $mode } 모드에서는 액세스 항목을 쓸 수 있고 AWS도 이 방식을 권장합니다.
ui-recommend-nothing-one-way = { $method } 권장 이유: { $mode } 모드에서 되돌릴 수 없는 변경 없이 끝납니다. AWS는 액세스 항목을 권장하지만, 그러려면 모드를 영구히 바꿔야 합니다.
ui-recommend-legacy-virtual-clusters = { $method } 권장 이유: 이 클러스터의 예전 가상 클러스터가 aws-auth를 쓰고 있습니다.
ui-recommend-many-namespaces = { $method } 권장 이유: 이미 아주 많은 네임스페이스가 액세스 항목을 쓰고 있습니다.
ui-recommend-other = 여기에 가장 알맞은 방식은 지금 쓸 수 없으며, 이유는 위에 있습니다. 남은 방식은 쓸 수 있으니 적힌 영향을 먼저 확인하십시오.
ui-recommend-none = 지금 상태로는 세 방식 모두 쓸 수 없습니다. 이유는 위에 있습니다.

## 옵션

ui-options-question = 세부 사항입니다. 기본값이 적당하므로 Enter만 눌러도 됩니다.
ui-options-none = 결정할 것이 없습니다
ui-options-none-next = 이 방식에 필요한 것은 모두 정해졌습니다. Enter를 누르면 계획을 만듭니다. 승인하기 전에는 아무것도 바꾸지 않습니다.
ui-option-rule-set = Role에 어떤 규칙을 넣습니까?
ui-option-service-linked-role = EMR의 서비스 연결 역할이 없습니다. 만드시겠습니까?
ui-option-caller-permissions = 액세스 항목을 만드는 데 필요한 호출 주체의 권한
ui-option-caller-permissions-show = 필요한 정책을 보여 주기만 합니다(직접 추가)
ui-option-caller-permissions-attach = 내 역할에 추가
ui-option-virtual-cluster = 이 네임스페이스에 가상 클러스터도 만드시겠습니까?
ui-option-virtual-cluster-name = 가상 클러스터 이름

## 검토

ui-review-title = 검토: { $cluster }에서 변경 { $changes }건, 되돌릴 수 없는 변경 없음
ui-review-title-one-way = 검토: { $cluster }에서 변경 { $changes }건, 그중 { $one-way }건은 되돌릴 수 없음
ui-review-nothing = 검토: { $cluster }에서 바꿀 것이 없음
ui-cluster-and-count = { $cluster }(네임스페이스 { $count }개)
ui-review-hash = 계획 { $hash }
ui-review-again = 계획을 다시 만드는 중
ui-review-risk = 위험
ui-review-step = 단계
ui-review-what = 내용
ui-review-from = 출처
ui-tab-diff = 변경 내용
ui-tab-commands = 명령
ui-tab-permissions = 필요 권한
ui-tab-undo = 되돌리기
ui-tab-access = 누가 무엇을
ui-tab-findings = 발견 사항
ui-tab-diff-short = 변경
ui-tab-commands-short = 명령
ui-tab-permissions-short = 권한
ui-tab-undo-short = 되돌리기
ui-tab-access-short = 접근
ui-tab-findings-short = 발견
ui-review-blocked = 이 계획은 실행할 수 없습니다. 실행을 막는 문제가 { $count }건 있습니다. 해결한 뒤 r을 눌러 다시 확인하십시오.
ui-review-one-way = 되돌릴 수 없는 단계가 있습니다. 허용하려면 c를 누르고 클러스터 이름 { $cluster }{ JOSA($cluster, "을/를") } 입력한 뒤 Enter를 누르십시오.
ui-review-one-way-typing = 되돌릴 수 없는 단계가 있습니다. 허용하려면 { $cluster }{ JOSA($cluster, "을/를") } 그대로 입력하고 Enter를 누르십시오. 붙여 넣은 글자는 인정되지 않습니다.
ui-review-type-here = 클러스터 이름:
ui-review-ready = 아직 아무것도 바꾸지 않았습니다. a를 누르면 이 계획을 그대로 실행합니다.
ui-review-ready-typed = 되돌릴 수 없는 단계를 허용했습니다. 아직 아무것도 바꾸지 않았습니다. a를 누르면 이 계획을 그대로 실행합니다.
ui-review-ready-nothing = 필요한 것이 이미 모두 있습니다. a를 누르면 아무것도 쓰지 않고 확인만 합니다.
ui-commands-tool = { $tool }({ $since } 이상)
ui-permission-held = 있음
ui-permission-missing = 없음
ui-permission-simulated = IAM 시뮬레이터: 허용
ui-permission-simulated-not = IAM 시뮬레이터: 허용되지 않음
ui-permission-not-looked = 확인하지 않음
ui-permissions-none = 이 단계는 아무것도 쓰지 않으므로 쓰기 권한이 필요 없습니다.
ui-access-none = 이 계획으로 새 권한을 얻는 주체는 없습니다.
ui-access-where = { $place }, { $through }{ JOSA($through, "으로/로") } 허용
ui-diff-unchanged = ⋯ { $count }줄은 그대로
ui-findings-none = 실행을 막는 문제가 없습니다.

## 실행

ui-run-title = { $cluster }에서 계획 { $hash } 실행 중
ui-run-title-asks = { $cluster }: 다음 단계를 실행할지 기다립니다
ui-run-title-stopping = { $cluster }: 이 단계가 끝나면 멈춥니다
ui-run-title-proving = { $cluster }: 모든 단계 완료, 확인 중
ui-run-title-done = { $cluster }: 모든 단계와 확인 완료
ui-run-title-stopped = { $cluster }: 중지됨
ui-run-title-failed = { $cluster }: 실패한 단계가 있음
ui-run-title-drifted = { $cluster }: 그사이 다른 곳에서 변경됨
ui-run-done = { $all }개 중 { $done }개 완료
ui-run-steps = 단계
ui-run-watching = 관찰
ui-run-watching-nothing = 지금 기다리는 것이 없습니다.
ui-run-proving = EMR이 이제 무엇을 할 수 있는지 클러스터에 묻는 중 …
ui-run-starting = 시작하는 중 …
ui-run-no-calls = 이 단계의 호출이 아직 없습니다.
ui-run-tab-log = 호출
ui-run-tab-change = 변경 내용
ui-run-tab-commands = 명령
ui-run-tab-result = 결과
ui-run-question = 이 단계를 지금 실행하시겠습니까? { $step }
ui-run-asks = 승인 대기
ui-run-attempt = {" "}시도 { $attempt }
ui-run-already = 변경 없음
ui-run-skipped = 시도하지 않음
ui-run-failed = 실패
ui-run-drifted = 변경됨
ui-run-unknown = 알 수 없음
ui-run-moved = 버전만 바뀜 {" "}
ui-run-wrote-nothing = 아무것도 쓰지 않았습니다.
ui-run-next = 다음: 원인을 해결한 뒤 r을 누르십시오. 클러스터를 다시 읽고 남은 것만 새 계획으로 보여 줍니다.
ui-run-next-stopped = 남은 단계가 있으므로 EMR이 아직 { $namespace }에 접근하지 못할 수 있습니다. 이어서 하려면 r을 누르십시오. 클러스터를 다시 읽고 남은 것을 새 계획으로 보여 줍니다.
ui-run-rest = 다음 단계는 실행하지 않았습니다. 직접 하려면 이 순서대로 실행하십시오.

## 확인

ui-proof-holds = { $count ->
    [1] { $cluster }의 { $namespace }에 EMR이 접근할 수 있습니다
   *[other] { $cluster }의 { $namespace }에 모두 EMR이 접근할 수 있습니다
}
ui-proof-fails = { $count ->
    [1] { $cluster }의 { $namespace } 상태가 예상과 다릅니다
   *[other] { $cluster }의 { $namespace } 중 일부의 상태가 예상과 다릅니다
}
ui-proof-all-looked = 모두 확인함
ui-proof-assumed = 가정 { $count }건
ui-proof-not-looked = 확인하지 않음 { $count }건
ui-proof-count = { $namespace }: 사용자 emr-containers의 권한 { $all }개 중 { $now }개 있음(이전 { $before }개)
ui-proof-count-no-before = { $namespace }: 사용자 emr-containers의 권한 { $all }개 중 { $now }개 있음(이전은 확인하지 않음)
ui-proof-asked-one-by-one = 권한마다 클러스터에 물었습니다(SubjectAccessReview).
ui-proof-asked-as-list = 네임스페이스마다 이 사용자의 권한 목록을 한 번씩 클러스터에 묻고(SelfSubjectRulesReview), 목록에 없는 권한은 하나씩 확인했습니다.
ui-proof-resource = 리소스
ui-proof-change = 전 → 지금
ui-proof-change-short = 지금
ui-proof-legend = ✓ 허용   ✗ 허용 안 됨   ? 확인하지 않음   · 규칙에 없음   – 전에는 허용 안 됨
ui-proof-again = 다시 실행
ui-proof-undo = 되돌리기
ui-proof-next = 다음
ui-proof-next-vc = { $count ->
    [1] { $namespace }의 가상 클러스터(다시 실행할 때 --virtual-cluster { $namespace })
   *[other] { $namespace }의 가상 클러스터(다시 실행할 때 --virtual-cluster 이름을 하나씩)
}, 작업 실행 역할(job execution role), 첫 작업: x를 누른 뒤 →
ui-proof-next-what = 작업 실행 역할(job execution role)과 첫 작업: x를 누른 뒤 →
ui-key-mark = 표시
ui-key-mark-name = 표시하고 더 입력
ui-key-mark-all = 모두 표시
ui-complaint-repeated = { $namespace }: 두 번 적혀 있습니다.
ui-namespace-marked = { $count }개 표시함
ui-namespace-marked-new = 표시함, 새로 만듭니다: { $names }
ui-option-virtual-cluster-several = 네임스페이스마다 가상 클러스터(virtual cluster)도 만듭니까?
ui-option-virtual-cluster-name-several = 이름의 앞부분: 앞부분-네임스페이스(비우면 네임스페이스 이름 그대로)
names-and-more = { $names } 외 { $count }개
