# What the headless command and the line mode print.

report-sandbox = 샌드박스(SANDBOX) { $world }: 실제 계정이 아닙니다.
report-plan = { $cluster } ({ $region }, { $account }) 계획 { $hash }: { $changes ->
    [0] 변경 없음
   *[other] 변경 { $changes }건
}, 되돌릴 수 없는 단계 { $one-way }건.
report-method = 방식: { $method }
report-access = 누가 어떤 권한을 얻는가:
report-findings = 점검 결과:
report-step-again = { $title }: { $attempt }번째 시도
report-step-ended = { $count }단계 중 { $number }단계, { $title }: { $outcome }
report-moved-but-equal = { $title }: 그사이 다른 쪽에서 건드렸지만 내용은 보여 드린 그대로입니다
report-proof = 확인
report-proof-namespace = { $namespace }: 사용자 emr-containers의 권한을 클러스터에 직접 물었습니다
report-gained = 새로 허용됨: { $resources }: { $verbs }
report-allowed = 허용됨(이전은 확인하지 않음): { $resources }: { $verbs }
report-kept = 그대로 허용됨: { $resources }: { $verbs }
report-refused = 허용되지 않음: { $resources }: { $verbs }
report-not-looked = 확인하지 않음: { $resources }: { $verbs }
report-holds = 정상: { $what }
report-fails = 이상: { $what }
report-open = 미확인: { $what }
report-done = 완료: { $changed ->
    [0] 바꿀 것이 없었습니다
   *[other] { $changed }건을 변경했습니다
}({ $steps }단계).
report-again = 다시 실행: { $command }
report-next = 다음: 작업 실행 역할, 그다음 첫 작업 (emr-onramp explain job-execution-role).
report-guided = 터미널이 없어 안내 예제를 스스로 실행합니다: 클러스터 { $cluster }, 네임스페이스 { $namespace }, 권장 방식.

error-missing-flags = 다음 답이 빠져 있고, 물어볼 터미널이 없습니다: { $flags }
error-example = 예: { $example }
error-needs-yes = 계획만 보여 드렸고 실행하지 않았습니다. 실행하려면 --yes를 더하십시오.
error-one-way = 되돌릴 수 없는 단계가 있습니다. 이 클러스터에서 받아들이려면 --accept-one-way { $cluster } 옵션을 더하십시오.
error-blocked = 지금 상태로는 계획을 실행할 수 없습니다: { $ids }
error-not-offered = "{ $given }": 선택지에 없습니다.
error-blocked-choice = 여기서는 고를 수 없습니다: { $ids }
error-system-namespace = 네임스페이스 "{ $namespace }": 시스템 네임스페이스입니다. 그래도 쓰려면 --allow-system-namespace { $namespace }
error-no-cluster = { $regions }에 클러스터 "{ $given }" 없음. 이름을 확인하거나 --region으로 리전을 지정하십시오.
error-not-typed = 계속하려면 { $expected } 입력.
error-not-asked = 지금 묻는 것이 아닙니다.
error-interrupted = 중단되었습니다.
report-under-way = 단계를 실행하는 중에 종료했습니다. 이 단계는 나중에 반영될 수 있습니다: { $title }
error-internal = 프로그램 자체의 오류입니다: { $what }. emr-onramp의 결함입니다.
error-no-world = 샌드박스 세계 "{ $given }" 없음. 있는 것: { $worlds }
error-world-missing = { $path }: 파일이 없습니다. 경로를 확인하십시오. 파일이 필요 없는 세계는 `emr-onramp sandbox list`로 볼 수 있습니다.
error-world-folder = { $path }: 디렉터리입니다. 그 안의 세계 파일을 지정하십시오.
error-world-special = { $path }: 파이프나 장치입니다. 일반 파일을 지정하십시오.
error-world-unreadable = { $path }: 파일을 읽을 수 없습니다: { $what }. 읽기 권한을 확인하십시오.
error-world-large = { $path }: 세계 파일의 최대 크기 { $most }바이트를 넘습니다. 필요 없는 내용을 빼십시오.
error-world-not-text = { $path }: UTF-8 텍스트가 아니므로 세계 파일이 아닙니다. UTF-8로 저장하십시오.
error-world-no-version = { $path }: 맨 위에 `version`이 없으므로 세계 파일이 아닙니다. 형식은 `emr-onramp schema world`로 볼 수 있습니다.
error-world-version = { $path }: 존재한 적이 없는 형식 버전 { $found }입니다. 형식은 `emr-onramp schema world`로 볼 수 있습니다.
error-world-newer = { $path }: 형식 버전 { $found }용 파일이며, 이 프로그램은 버전 { $supported }까지 읽습니다. 최신 emr-onramp를 사용하십시오.
error-world-malformed = { $path }: { $what }. 형식은 `emr-onramp schema world`로 볼 수 있습니다.
error-world-invalid = { $path }: { $key }: 올바르지 않은 값 "{ $value }". 올바른 예: { $example }
error-world-twice = { $path }: { $key }: "{ $value }" 중복. 하나의 이름을 바꾸거나 빼십시오.
error-world-unknown = { $path }: { $key }: 이 세계에 "{ $value }" 없음. 추가하거나 있는 것을 지정하십시오.
error-world-refused = { $path }: { $key }: Kubernetes API가 받지 않는 내용입니다: { $what }
error-state-without-sandbox = --sandbox-state는 --sandbox와 함께 씁니다. 세계도 지정하십시오.
error-state-not-folder = { $path }: 디렉터리가 아닙니다. 새 디렉터리나 빈 디렉터리를 지정하십시오.
error-state-others = { $path }: 다른 사용자가 쓸 수 있는 디렉터리입니다(모드 { $mode }). chmod go-w로 권한을 없애거나 다른 디렉터리를 지정하십시오.
error-state-owner = { $path }: 다른 사용자의 디렉터리입니다. 본인 소유의 디렉터리를 지정하십시오.
error-state-in-use = { $path }: 다른 프로세스가 사용 중인 디렉터리입니다. 끝날 때까지 기다리거나 다른 디렉터리를 지정하십시오.
error-state-unreadable = { $path }: 샌드박스가 저장한 세계가 아닙니다: { $what }. 다른 디렉터리를 지정하거나, 이 디렉터리를 지우고 새로 시작하십시오.
error-state-io = { $path }: 쓸 수 없는 디렉터리입니다: { $what }. 쓰기가 가능한 디렉터리를 지정하십시오.
error-state-other-world = { $path }: 저장된 세계는 "{ $kept }"이고 --sandbox는 "{ $given }"입니다. 그 세계를 지정하거나 다른 디렉터리를 지정하십시오.
error-sandbox = 샌드박스를 시작하지 못했습니다: { $what }
sandbox-served = 샌드박스 세계 { $world }: 이 컴퓨터의 루프백에서 실행 중입니다. 다른 셸에서 다음 줄을 실행하면 그 셸의 aws와 kubectl은 이 세계만 봅니다.
sandbox-served-sets = 설정되는 값:
sandbox-served-end = Ctrl-C로 끝냅니다. 남는 것은 없습니다.
sandbox-seeded = 샌드박스 뒤의 API 서버에 클러스터의 객체를 넣었습니다: 새로 만든 것 { $created }개, 이미 있던 것 { $present }개.
sandbox-seed-refused = 서버가 받지 않은 객체: { $what }
sandbox-seed-failed = 클러스터의 객체를 API 서버에 넣지 못했습니다: { $what }
sandbox-webhooks = kube-apiserver를 시작할 때 다음 플래그를 더하십시오.
error-webhook-file = { $path } 파일을 쓸 수 없습니다: { $what }
error-kube-no-sandbox = { $flag } 플래그는 샌드박스용입니다. --sandbox 또는 `sandbox serve`와 함께 쓰십시오.
error-kube-flags = { $flag } 플래그가 없습니다. --kube-endpoint, --kube-ca, --kube-token은 함께 써야 합니다.
error-kube-file = { $flag }: { $path } 파일을 읽을 수 없습니다: { $what }
error-kube-address = --kube-endpoint "{ $given }": https://127.0.0.1:6443 같은 주소가 아닙니다.
error-kube-not-loopback = --kube-endpoint "{ $given }": 이 컴퓨터의 주소가 아닙니다. 샌드박스가 실제 클러스터에 닿는 일이 없도록 127.0.0.1, ::1, localhost만 받습니다.
error-kube-ca = --kube-ca: { $path } 파일에 PEM 형식의 인증서가 없습니다.
error-kube-token = --kube-token: { $path } 파일에 베어러 토큰이 없습니다.
error-no-session = 쓸 수 있는 AWS 세션이 없습니다.
error-practice-hint = 계정 없이 연습하려면: emr-onramp --sandbox
error-no-topic = "{ $given }" 설명이 없습니다. `emr-onramp explain`이 전체 목록을 보여 줍니다.
error-terminal = 터미널을 쓸 수 없습니다: { $what }
error-no-terminal = 마법사를 열 터미널이 없습니다.
error-no-terminal-hint = 터미널 없이 실행: { $example }
error-lang = "{ $given }": 지원하지 않는 언어입니다. en 또는 ko

line-again = 사용할 수 없는 값입니다: { $why }

question-sign-in = 이 자격 증명으로 계속하시겠습니까?
question-cluster = 어느 클러스터에서 EMR 작업을 실행합니까?
question-namespace = 어느 네임스페이스에서 작업을 실행합니까? (여럿이면 쉼표로 구분)
question-method = EMR이 어떻게 접근하게 합니까?
question-rule-set = Role에 어떤 규칙을 넣습니까?
question-service-linked-role = EMR의 서비스 연결 역할(service-linked role)이 없습니다. 만드시겠습니까?
question-caller-permissions = 액세스 항목(access entry)을 만드는 데 필요한 호출 주체의 권한
question-virtual-cluster = 이 네임스페이스에 가상 클러스터도 만드시겠습니까?
question-virtual-cluster-name = 가상 클러스터 이름
question-one-way = 되돌릴 수 없는 단계가 있습니다. 받아들이려면 클러스터 이름 입력:
question-approve = 이 계획을 실행하시겠습니까?
question-consent = 이 단계를 지금 실행하시겠습니까?
choice-use = 계속
choice-again = 다시 찾기
choice-practice = 샌드박스에서 연습
choice-automatic = 자동(eksctl과 같은 절차)
choice-manual = 수동 RBAC
choice-access-entry = 액세스 항목(access entry)
choice-aws-1-22 = AWS 문서, 1.22 이상용
choice-aws-1-21 = AWS 문서, 1.21 이하용
choice-eksctl = eksctl의 규칙
choice-show = 필요한 정책을 보여 주기만 합니다(직접 추가)
choice-attach = 내 역할에 추가
choice-yes = 실행
choice-stop = 여기서 중지
choice-commands = 중지하고 나머지를 명령으로 표시
choice-recommended = { $choice } (권장)

caution-eksctl-rewrites = eksctl은 aws-auth를 통째로 다시 씁니다. 주석과 sso: 항목이 사라지고, 인증 모드는 확인하지 않습니다.
caution-typed-by-hand = 편집기가 열리면 mapRoles 아래에 다음 줄을 추가합니다.
caution-retyped-by-hand = 편집기가 열리면 mapRoles 아래에서 - 줄을 빼고 + 줄을 넣습니다.
caution-needs-context = 컨텍스트 이름은 `aws eks update-kubeconfig`가 만드는 이름입니다.
command-practice = 연습용(샌드박스 { $world }): 가상의 계정용입니다. 셸에 붙여 넣으면 실제 계정에 실행됩니다.
finding-evidence-needed = 필요한 정책:
    { $evidence }
error-flag-unused = { $flag }: --method { $method } 전용입니다.
error-one-way-other = --accept-one-way { $given }: 맞지 않습니다. 클러스터는 { $cluster }입니다.
report-blocked = 지금 상태로는 계획을 실행할 수 없습니다: { $ids }
report-vc-next = 다음: { $count ->
    [1] { $namespace }에 가상 클러스터(virtual cluster) 만들기(--virtual-cluster { $namespace } 옵션으로 다시 실행)
   *[other] { $namespace }에 가상 클러스터(virtual cluster) 만들기(--virtual-cluster 이름을 하나씩 지정해 다시 실행)
}, 작업 실행 역할, 첫 작업 (emr-onramp explain job-execution-role).
error-repeated-namespace = --namespace { $namespace }: 두 번 지정했습니다. 네임스페이스마다 한 번씩만 지정하십시오.
error-virtual-cluster-count = 네임스페이스 { $namespaces }개에 --virtual-cluster를 { $names }번 지정했습니다. 한 번만 지정하거나, 네임스페이스와 같은 순서로 하나씩 지정하십시오.
question-virtual-cluster-several = 네임스페이스마다 가상 클러스터(virtual cluster)를 만듭니까?
question-virtual-cluster-name-several = 이름의 앞부분(앞부분-네임스페이스, 비우면 네임스페이스 이름 그대로)?
report-proof-namespace-as-list = { $namespace }: 네임스페이스마다 한 번씩, 사용자 emr-containers가 할 수 있는 모든 것의 목록을 클러스터에 물었습니다(그 사용자로서 SelfSubjectRulesReview, 목록에 없는 권한은 하나씩 확인)
report-step-alike = ({ $number }단계와 같음)
report-access-more = { $words }. 네임스페이스 { $count }개에서도 같습니다
