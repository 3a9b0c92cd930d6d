# 제품 데이터를 나타내는 말. 키는 데이터의 단어로 만듭니다(`action-` + `Action::word()` 등).
# JOSA($name, "을/를")는 조사만 돌려줍니다. 이름을 먼저 쓰고 바로 뒤에 붙입니다.

## 방식, 모드, 규칙

method-automatic = 자동(eksctl과 같은 절차)
method-automatic-summary = eksctl의 규칙으로 Role과 RoleBinding을 만들고 aws-auth에 항목 하나를 추가하는 일을 한 번에 합니다. 되돌릴 수 없는 변경은 없습니다.
method-manual = 수동 RBAC
method-manual-summary = AWS 문서의 규칙으로 같은 오브젝트를 한 단계씩 만듭니다. 단계마다 멈춰서 변경 내용과 문서의 명령을 보여 주고 진행 여부를 묻습니다.
method-access-entry = 액세스 항목(access entry)
method-access-entry-summary = 가상 클러스터를 만들 때 EMR이 항목을 직접 만듭니다. 클러스터는 그에 맞게 준비합니다. Role도 aws-auth도 필요 없으며, AWS가 권장하는 방식입니다.

mode-config-map = aws-auth만 인정됩니다. 액세스 항목은 쓸 수 없습니다.
mode-api-and-config-map = 둘 다 인정됩니다. 같은 역할이면 액세스 항목이 aws-auth보다 우선합니다.
mode-api = 액세스 항목만 인정됩니다. aws-auth는 무시됩니다.

rule-set-aws-1-22 = AWS 문서, 1.22 이상용
rule-set-aws-1-21 = AWS 문서, 1.21 이하용
rule-set-eksctl = eksctl의 규칙
rule-set-best-practices = EMR 모범 사례 저장소

## 단계

action-create = 생성
action-update = 변경
action-no-change = 변경 없음
action-one-way = 되돌릴 수 없는 변경
action-done-by-emr = EMR이 대신 처리

risk-none = 없음
risk-add = 추가
risk-access = 권한
risk-account = 계정
risk-cluster = 클러스터
risk-one-way = 되돌릴 수 없음

source-chosen = 직접 선택
source-method = 방식
source-seen = 현재 상태

step-create-namespace = 네임스페이스 { $namespace }
step-create-namespace-why = EMR 작업은 네임스페이스 안에서 실행됩니다. 이 네임스페이스는 아직 없습니다.
step-create-service-linked-role = EMR의 서비스 연결 역할(service-linked role)
step-create-service-linked-role-why = EMR은 { $role } 역할로 클러스터를 호출합니다. 계정에 한 번만 만들면 모든 클러스터에서 씁니다.
step-write-role = { $namespace }의 Role emr-containers
step-write-role-why = 이 Role에는 EMR이 { $namespace } 안에서 할 수 있는 일, 곧 Pod, Service, ConfigMap 생성 등 Spark 작업에 필요한 권한이 들어 있습니다.
step-write-role-binding = { $namespace }의 RoleBinding emr-containers
step-write-role-binding-why = 이 RoleBinding이 Kubernetes 사용자 emr-containers에게 같은 이름의 Role을 줍니다. 없으면 Role은 아무 효과가 없습니다.
step-map-role = aws-auth: EMR 서비스 연결 역할 매핑
step-map-role-why = aws-auth는 어떤 IAM 역할이 어떤 Kubernetes 사용자인지 클러스터에 알려 줍니다. 이 항목으로 EMR의 역할은 { $username } 사용자가 됩니다.
step-update-authentication-mode = 인증 모드(authenticationMode) 변경: { $mode }
step-update-authentication-mode-why = 액세스 항목은 API_AND_CONFIG_MAP 또는 API 모드에서만 동작합니다. { $mode } 모드에서도 aws-auth는 그대로 동작하지만, 이전 모드로 돌아갈 수는 없습니다.
step-put-caller-policy = 역할 { $role }의 권한
step-put-caller-policy-why = EMR은 가상 클러스터를 만드는 호출 주체의 권한으로 액세스 항목을 만듭니다. 인라인 정책 { $policy }에는 { $role }에 필요한 그 권한만 들어 있습니다.
step-create-virtual-cluster = { $namespace }의 가상 클러스터 { $name }
step-create-virtual-cluster-why = EMR은 가상 클러스터(virtual cluster)를 통해 네임스페이스 { $namespace }에 접근합니다. 작업도 여기에 제출합니다.
step-await-access-entry = { $namespace }에 대한 EMR의 액세스 항목
step-await-access-entry-why = { $role }의 액세스 항목은 EMR이 직접 만듭니다. 이 단계는 아무것도 쓰지 않고 기다렸다가, 정책 범위에 { $namespace }{ JOSA($namespace, "이/가") } 들어 있는지 확인합니다.

step-no-change-why = 이미 그렇게 되어 있어 아무것도 보내지 않습니다.
step-no-change-mode-why = 이미 { $mode } 모드이므로 아무것도 보내지 않습니다.

what-write-role = { $action }, 규칙 { $rules }개
what-map-role = 항목 1개 추가, 사용자 { $username }
what-update-authentication-mode = { $mode }, 되돌릴 수 없음

note-recognised-as = 알려진 Role입니다: { $rule-set }.
note-own-rules = 공개된 Role과 다른 자체 Role입니다. 허용하는 권한을 기준으로 비교했습니다.
note-lacks = 지금 상태로 충분합니다. 다른 공개 Role에는 { $count }개가 더 있습니다: { $permissions }.
note-not-ours = { $count ->
    [0] 이 프로그램이 만들지 않은 오브젝트입니다. 규칙을 추가만 하고 빼지 않습니다.
   *[other] { $managers }에서 관리하는 오브젝트입니다. 규칙을 추가만 하고 빼지 않습니다.
}
note-others-untouched = { $entries ->
    [0] 다른 항목은 없습니다.
   *[other] 다른 항목 { $entries }개는 그대로입니다(바이트 단위로 같음).
}
note-beyond-documented-version = AWS 문서는 이 규칙을 1.22~1.29용으로만 안내합니다. 더 새로운 버전용 규칙은 공개된 것이 없어 이 규칙을 씁니다.

undo-nothing = 되돌릴 것이 없습니다. 이 단계는 아무것도 바꾸지 않습니다.
undo-delete = "emr-onramp undo" 명령이 삭제합니다. 이 실행에서 만든 바로 그것이고 그사이 아무도 바꾸지 않았을 때만 삭제합니다.
undo-delete-namespace = 그때 다른 것이 들어 있지 않으면 "emr-onramp undo" 명령이 이 실행에서 만드는 네임스페이스 { $namespace }{ JOSA($namespace, "을/를") } 삭제합니다. 다른 것이 있으면 남겨 둡니다.
undo-delete-virtual-cluster = "emr-onramp undo" 명령이 EMR의 접근 권한이 살아 있는 동안 가상 클러스터를 먼저 삭제합니다. 권한이 먼저 없어지면 ARRESTED 상태로 멈춥니다. 실행 중인 작업이 없어야 합니다.
undo-delete-policy = "emr-onramp undo" 명령이 인라인 정책 { $policy }{ JOSA($policy, "을/를") } { $role }에서 제거합니다. 가상 클러스터 삭제에 이 권한이 필요하므로 그 뒤에 합니다.
undo-restore = 그사이 아무도 바꾸지 않았으면 "emr-onramp undo" 명령이 변경 내용에 보이는 이전 내용을 다시 씁니다.
undo-remove-entry = "emr-onramp undo" 명령이 변경 내용에 추가로 표시된 바이트만 aws-auth에서 뺍니다. 항목 하나를 모든 네임스페이스가 함께 쓰므로, 이 클러스터의 다른 가상 클러스터가 쓰고 있으면 남겨 둡니다.
undo-by-emr = 직접 할 일은 없습니다. 가상 클러스터를 삭제하면 EMR이 정책 범위에서 네임스페이스를 빼는 것으로 보입니다. AWS 문서에 분명히 적혀 있지는 않습니다.
undo-irreversible = 되돌릴 수 없습니다.
undo-irreversible-mode = 되돌릴 수 없습니다. EKS에는 이전 인증 모드로 돌아가는 방법이 없습니다. { $mode } 모드에서도 aws-auth는 그대로 동작합니다.
undo-leave-shared = 계정 전체가 함께 쓰므로 "emr-onramp undo" 명령도 남겨 둡니다. 모든 리전에 가상 클러스터가 하나도 없어야 삭제할 수 있습니다.

## 실행

outcome-applied = 완료
outcome-already-present = 이미 원하는 상태
outcome-skipped = 시도하지 않음
outcome-failed = 실패: { $reason }
outcome-drifted = 다른 곳에서 변경되어 멈춤: { $seen }
outcome-moved = 계획을 보여 준 뒤에 바뀌어 멈춤
outcome-unknown = 요청은 보냈으나 반영 여부를 알 수 없음: { $reason }

run-end-done = 모든 단계가 정상적으로 끝났습니다.
run-end-stopped = 요청대로 여기서 멈췄습니다. 끝난 단계는 그대로 남습니다.
run-end-failed = 정상적으로 끝나지 않은 단계가 있습니다. 그 전에 끝난 단계는 그대로 남으며, 다시 실행하면 남은 것만 합니다.
run-end-drifted = 계획을 보여 준 뒤에 상태가 바뀌어 더 이상 요청을 보내지 않았습니다. 계획을 새로 만드십시오.

watch-cluster-update = EKS 업데이트 { $id }: { $status }
watch-virtual-cluster = { $namespace }의 가상 클러스터: { $state }
watch-role-unseen = IAM에 { $role } 역할이 보일 때까지 기다리는 중(최대 2분)
watch-propagation = 아직 전파 중: { $seen }
watch-nodes = 노드 { $all }개 중 { $ready }개 Ready

## 확인

check-aws-auth = 인증기가 읽는 aws-auth
check-aws-auth-holds = 인증기가 읽는 aws-auth: 항목 { $before }개 → { $entries }개, EMR의 역할은 사용자 { $username }
check-own-access = 호출 주체의 클러스터 접근
check-own-access-holds = 호출 주체의 접근도 그대로입니다: { $username }(새 토큰으로 확인)
check-own-access-holds-unnamed = 호출 주체의 접근도 그대로입니다(새 토큰으로 확인, 이 버전은 사용자 이름을 알려 주지 않음)
check-nodes = 노드
check-nodes-holds = 노드 { $all }개 중 { $ready }개 Ready(이전 { $before }개), { $seconds }초 동안 관찰
check-nodes-holds-no-before = 노드 { $all }개 중 { $ready }개 Ready, { $seconds }초 동안 관찰, 실행 전 상태는 확인하지 않음
check-access-entry = EMR의 액세스 항목
check-access-entry-holds = EMR의 액세스 항목: 사용자 { $username }, 정책 범위 { $namespaces }
check-virtual-cluster = 가상 클러스터
check-virtual-cluster-holds = { $namespace }의 가상 클러스터 { $id }: { $state }, 액세스 항목을 쓰지 않음
check-virtual-cluster-holds-integrated = { $namespace }의 가상 클러스터 { $id }: { $state }, 액세스 항목 사용
check-service-linked-role = EMR의 서비스 연결 역할
check-service-linked-role-holds = EMR의 서비스 연결 역할이 있습니다: { $arn }

verdict-fails = { $check }: 예상과 다름: { $seen }
verdict-not-looked = { $check }: 확인하지 않음: { $why }
verdict-assumed = 가정(AWS가 확인하지 않음): { $assumption }

assumption-eks-entry-username = { $chosen ->
    [default] EMR 액세스 항목의 사용자 이름은 EKS 기본값
   *[other] EMR 액세스 항목의 사용자 이름: { $chosen }
}
assumption-service-linked-entry-reads = { $chosen ->
    [allowed] 일반 호출 주체도 EMR의 액세스 항목을 읽을 수 있음
   *[other] 일반 호출 주체는 EMR의 액세스 항목을 읽을 수 없음
}
assumption-api-mode = { $chosen ->
    [allowed] EMR이 API 모드 클러스터를 받아들임
   *[other] EMR이 API 모드 클러스터를 거부함
}

not-looked-not-needed = 지금 선택에는 필요 없음
not-looked-not-recognised = 서버가 이 자격 증명을 알지 못함: { $message }
not-looked-denied = 조회 권한 없음: { $message }
not-looked-unreachable = 연결할 수 없음: { $message }
not-looked-unsupported = 이 버전에서는 조회할 수 없음
not-looked-failed = 응답을 사용할 수 없음: { $message }

access-delta = { $who }: { $what }, { $place }, { $through }{ JOSA($through, "으로/로") } 허용
place-namespace = 네임스페이스 { $name }에서만
place-cluster = 클러스터 { $name }에서
place-account = 계정 { $name }에서

## 발견 사항

severity-info = 참고
severity-warning = 주의
severity-missing-right = 권한 부족
severity-refused = 거부
severity-blocker = 진행 불가

finding-evidence = 확인된 내용: { $evidence }

finding-mode-001 = { $subject }: API 모드에서는 aws-auth가 무시됩니다
finding-mode-001-fix = 액세스 항목 방식을 쓰십시오. 이 클러스터에서는 aws-auth에 무엇을 적어도 효과가 없습니다.
finding-mode-002 = { $subject }: 이 버전에서는 액세스 항목을 쓸 수 없습니다
finding-mode-002-fix = 자동 또는 수동 방식을 쓰거나 업그레이드하십시오. 액세스 항목에는 Kubernetes 1.23 이상과 그에 맞는 EKS 플랫폼 버전이 필요합니다.
finding-mode-003 = { $subject }: AWS의 EMR 문서는 API 모드를 다루지 않습니다
finding-mode-003-fix = 문서에는 API_AND_CONFIG_MAP만 나옵니다. API 모드에서도 EMR이 액세스 항목을 만드는지는 AWS가 확인해 주지 않았습니다. 시험해 볼 수 있는 클러스터라면 진행하고 확인 결과를 살펴보십시오.
finding-mode-004 = { $subject }: 인증 모드를 올리면 되돌릴 수 없습니다
finding-mode-004-fix = CONFIG_MAP으로 돌아갈 방법이 없습니다. aws-auth는 액세스 항목과 함께 계속 동작합니다. EKS가 관리형 노드와 Fargate의 액세스 항목도 만들 수 있으며, 클러스터를 처음 만든 주체에게는 관리자 액세스 항목을 만듭니다. 모드를 바꾸지 않으려면 자동 또는 수동 방식을 선택하십시오.
finding-cluster-001 = { $subject }: 클러스터가 ACTIVE 상태가 아닙니다
finding-cluster-001-fix = ACTIVE가 될 때까지 기다렸다가 다시 확인하십시오. EKS는 클러스터를 변경하는 동안 다른 변경을 거부합니다.
finding-cluster-002 = { $subject }: EKS에서 더 이상 실행하지 않는 Kubernetes 버전입니다
finding-cluster-002-fix = 자동과 수동 방식은 그대로 쓸 수 있습니다. 액세스 항목에는 1.23 이상이 필요하므로 업그레이드를 계획하십시오.
finding-cluster-003 = { $subject }: 다른 계정의 클러스터입니다
finding-cluster-003-fix = 클러스터가 속한 계정으로 로그인하십시오. 접근을 허용할 역할은 그 계정의 서비스 연결 역할이어야 합니다.
finding-auth-001 = { $subject }: aws-auth가 없습니다
finding-auth-001-fix = 클러스터에서 쓸 수 있다면 액세스 항목 방식을 선택하십시오. 아니면 모든 노드 역할의 ARN을 넣은 AWS 기본 aws-auth를 먼저 만들어야 합니다.
finding-auth-002 = { $subject }: aws-auth를 안전하게 편집할 수 없습니다
finding-auth-002-fix = 확인된 문제를 고친 뒤 계획을 다시 만들거나 액세스 항목 방식을 선택하십시오. EKS가 지금 텍스트를 읽을 수 있으면 수동 방식의 옵션 2로 직접 편집할 수 있습니다. 아무것도 바꾸지 않았습니다.
finding-auth-003 = { $subject }: aws-auth에 EMR의 역할이 다른 사용자로 매핑되어 있습니다
finding-auth-003-fix = 그 항목이 어디에 쓰이는지 확인하십시오. username을 emr-containers로 바꾸거나 항목을 지운 뒤(수동 방식의 옵션 2로 할 수 있습니다) 계획을 다시 만드십시오. 같은 역할의 항목이 둘이면 마지막 것만 인정되므로 두 번째 항목은 추가하지 않습니다.
finding-auth-005 = { $subject }: aws-auth를 읽지 못했습니다
finding-auth-005-fix = kube-system의 ConfigMap aws-auth를 조회(get)할 권한을 요청하거나, 클러스터에 연결되는 네트워크에서 다시 확인하십시오.
finding-ns-001 = { $subject }: 네임스페이스가 없습니다
finding-ns-001-fix = 생성을 허용하거나(--create-namespace) 있는 네임스페이스를 선택하십시오.
finding-ns-002 = { $subject }: 네임스페이스가 삭제되는 중입니다
finding-ns-002-fix = 삭제가 끝난 뒤 새로 만들거나 다른 네임스페이스를 선택하십시오.
finding-ns-003 = { $subject }: 시스템 네임스페이스입니다
finding-ns-003-fix = 작업용 네임스페이스를 따로 쓰십시오. 꼭 이 네임스페이스여야 한다면 --allow-system-namespace에 이름을 적으십시오.
finding-rbac-001 = { $subject }: RoleBinding이 다른 역할을 가리킵니다
finding-rbac-001-fix = Kubernetes에서는 RoleBinding이 가리키는 대상을 바꿀 수 없습니다. 어디에 쓰이는지 확인하고, 쓰이지 않으면 삭제한 뒤 계획을 다시 만드십시오.
finding-rbac-002 = { $subject }: 다른 도구가 관리하는 오브젝트입니다
finding-rbac-002-fix = 그 도구에서 변경하십시오. 그러지 않으면 도구가 원래대로 되돌립니다. 그래도 진행하려면 --accept-owner { $evidence } 옵션을 쓰십시오.
finding-rbac-003 = { $subject }: Role의 권한이 공개된 어느 Role보다 넓습니다
finding-rbac-003-fix = 동작에는 문제가 없습니다. 다만 이 네임스페이스에서 EMR이 모두 쓸 수 있는 권한이므로 줄일 수 있는지 검토하십시오.
finding-rbac-004 = { $subject }: Kubernetes 권한이 없습니다
finding-rbac-004-fix = AmazonEKSClusterAdminPolicy 또는 system:masters 권한이 있는 자격 증명을 쓰거나, 그런 담당자에게 실행을 요청하십시오. AmazonEKSAdminPolicy로는 Role을 만들 수 없습니다.
finding-rbac-005 = { $subject }: 이 권한이 있는지 확인하지 못했습니다
finding-rbac-005-fix = 지금 할 일은 없습니다. 권한이 없으면 해당 단계가 이유를 알리고 실패하며, 바뀌는 것은 없습니다.
finding-rbac-006 = { $subject }: 스스로 갖지 않은 권한은 부여할 수 없습니다
finding-rbac-006-fix = Role의 권한을 모두 가진 호출 주체라면 그대로 됩니다. 그렇지 않으면 Kubernetes가 거부합니다("attempting to grant RBAC permissions not currently held"). AmazonEKSClusterAdminPolicy가 있거나 system:masters에 속한 자격 증명을 쓰십시오.
finding-kube-001 = { $subject }: Kubernetes API에 연결할 수 없습니다
finding-kube-001-fix = 오류를 표시했습니다. EKS가 알려 준 주소나 인증서를 쓸 수 없다면 클러스터가 ACTIVE가 된 뒤 다시 확인하십시오. 연결이 끊어졌다면 VPN, 방화벽, 프록시를 확인하십시오.
finding-iam-001 = { $subject }: EMR의 서비스 연결 역할이 없습니다
finding-iam-001-fix = 계획에서 만들게 하거나, 관리자에게 계정에 한 번만 만들어 달라고 요청하십시오. 계정의 첫 가상 클러스터를 만들 때 EMR이 만들기도 합니다.
finding-iam-002 = { $subject }: 이름은 같지만 EMR의 서비스 연결 역할이 아닙니다
finding-iam-002-fix = 같은 이름의 일반 역할입니다. 어디에 쓰이는지 확인해 삭제한 뒤 계획을 다시 만드십시오. EMR은 /aws-service-role/emr-containers.amazonaws.com/ 아래의 역할만 쓸 수 있습니다.
finding-iam-003 = { $subject }: EMR의 서비스 연결 역할이 있는지 확인하지 못했습니다
finding-iam-003-fix = iam:GetRole 권한을 요청하십시오. 이대로 진행할 수도 있습니다. aws-auth 매핑은 역할이 아직 없어도 되지만 액세스 항목은 역할이 있어야 합니다.
finding-iam-004 = { $subject }: 액세스 항목에 필요한 IAM 권한은 확인하지 않았습니다
finding-iam-004-fix = 표시된 정책 문을 현재 정책과 비교하거나, 역할에 추가하게 하십시오. 이 권한이 하나라도 없을 때 EMR이 어떻게 동작하는지는 문서에 없습니다.
finding-iam-005 = { $subject }: 이 호출 주체에는 정책을 추가할 수 없습니다
finding-iam-005-fix = 정책 문을 표시만 하도록 선택하고, 이 자격 증명을 관리하는 곳(SSO 역할이면 IAM Identity Center)에 추가하십시오. 또는 일반 역할로 로그인하십시오.
finding-vc-001 = { $subject }: 실행 중인 가상 클러스터가 이미 있습니다
finding-vc-001-fix = 네임스페이스에는 하나만 둘 수 있으므로 그 가상 클러스터를 쓰십시오. 예전 가상 클러스터는 액세스 항목으로 옮길 수 없고, 삭제한 뒤 새로 만들어야 합니다.
finding-vc-002 = { $subject }: 액세스 항목 방식에는 새 가상 클러스터가 필요합니다
finding-vc-002-fix = 옵션 페이지나 --virtual-cluster에서 이름을 지정하십시오. EMR은 가상 클러스터를 만들 때만 액세스 항목을 만듭니다.
finding-vc-003 = { $subject }: aws-auth를 쓰는 예전 가상 클러스터가 있습니다
finding-vc-003-fix = aws-auth의 EMR 항목을 지우지 마십시오. 같은 역할이면 액세스 항목이 우선하는데, EMR이 그 항목에 어떤 사용자를 지정하는지는 문서에 없습니다. 실행 후 예전 가상 클러스터에서 작업을 시험하거나 자동 방식을 선택하십시오.
finding-vc-004 = { $subject }: 많은 네임스페이스가 액세스 항목을 쓰고 있습니다
finding-vc-004-fix = 예전 AWS 문서에는 100개 한도가 있지만 현재 문서에는 없습니다. 새 가상 클러스터가 통합되었는지는 확인 단계에서 EMR에 조회합니다. 통합되지 않았고 모드가 허용하면 자동 방식을 선택하십시오.
finding-vc-005 = { $subject }: ARRESTED 상태의 가상 클러스터가 있습니다
finding-vc-005-fix = 권한이 없어 삭제에 실패한 상태입니다. EMR에 접근 권한을 다시 준 뒤 한 번 더 삭제하십시오.
finding-vc-006 = { $subject }: 가상 클러스터를 조회하지 못했습니다
finding-vc-006-fix-failed = 오류를 표시했습니다. 다시 확인하십시오. 그때까지는 이미 쓰이는 네임스페이스와 예전 가상 클러스터가 보이지 않습니다.
finding-vc-006-fix = emr-containers:ListVirtualClusters 권한을 요청하십시오. 그때까지는 이미 쓰이는 네임스페이스와 예전 가상 클러스터를 알 수 없습니다.
finding-vc-007 = { $subject }: 실행 중인 가상 클러스터가 예전 방식입니다
finding-vc-007-fix = 기존 가상 클러스터는 액세스 항목(access entry)으로 옮길 수 없습니다. 그대로 두고 자동이나 수동 방식을 쓰거나, 삭제한 뒤 새로 만드십시오.

## 호출 실패

port-error = { $service } { $operation }: { $what }
port-error-said = { $service } 응답: { $said }
port-error-said-request = { $service } 응답: { $said } (요청 { $request })
port-error-denied = 권한이 없습니다.
port-error-denied-next = 호출 주체는 확인되었지만 이 권한이 없습니다. 권한을 요청하거나 권한이 있는 자격 증명을 쓰십시오.
port-error-unauthenticated = 호출 주체를 확인할 수 없습니다.
port-error-unauthenticated-next = 자격 증명이 만료되었거나 클러스터에 등록되지 않았습니다. 다시 로그인하거나 클러스터에 접근할 수 있는 자격 증명을 쓰십시오.
port-error-not-found = 찾을 수 없습니다.
port-error-not-found-next = 이름, 리전, 계정을 확인하십시오.
port-error-conflict = 다른 곳에서 변경 중이거나 사용 중입니다.
port-error-conflict-next = 잠시 뒤 다시 확인하십시오. 그 시점의 상태와 계획을 다시 비교합니다.
port-error-already-exists = 이미 있습니다.
port-error-already-exists-next = 다시 확인하십시오. 이미 있는 것과 원하는 상태를 비교합니다.
port-error-throttled = 호출이 너무 많습니다.
port-error-throttled-next = 간격을 늘려 자동으로 다시 호출합니다. 계속되면 1분쯤 기다리십시오. 같은 계정의 다른 호출과 겹쳤을 수 있습니다.
port-error-invalid = 요청이 거부되었습니다.
port-error-invalid-next = 다시 시도해도 결과는 같습니다. 위의 서비스 응답에 거부된 이유가 있습니다.
port-error-unreachable = 연결하지 못해 아무것도 보내지 않았습니다.
port-error-unreachable-next = 네트워크, VPN, 프록시를 확인하십시오. 프라이빗 클러스터 엔드포인트는 VPC 안에서만 응답합니다.
port-error-unknown = 응답이 없어 반영되었는지 알 수 없습니다.
port-error-unknown-next = 이미 반영되었을 수 있으니 다시 시도하기 전에 상태를 확인하십시오.
port-error-unexpected = 이해할 수 없는 응답입니다.
port-error-unexpected-next = 지원 문의에는 위의 서비스 응답과 요청 ID가 필요합니다.

## 이름

name-kind-cluster = 클러스터
name-kind-namespace = 네임스페이스
name-kind-virtual-cluster = 가상 클러스터
name-kind-region = 리전
name-kind-role = 역할
name-kind-fargate-profile = Fargate 프로필
name-kind-subnet = 서브넷
name-error = { $kind } "{ $given }": { $problem }
name-error-empty = { $kind }: { $problem }
name-error-try = { $error }. 예: { $suggestion }
name-problem-empty = 비어 있습니다. 이름을 입력하십시오
name-problem-too-long = { $length }자입니다. 최대 { $longest }자입니다
name-problem-control = { $position }번째에 제어 문자 { $code }{ JOSA($code, "이/가") } 있습니다. 이름을 직접 입력하십시오
name-problem-look-alike = { $position }번째 문자 { $code }{ JOSA($code, "은/는") } 라틴 문자 { $latin }{ JOSA($latin, "이/가") } 아닙니다
name-problem-character = { $position }번째 문자 '{ $character }'{ JOSA($character, "을/를") } 쓸 수 없습니다. { $allowed }만 쓸 수 있습니다
name-problem-edge = { $kind ->
    [cluster] 영문자나 숫자로 시작해야 합니다
    [fargate-profile] 영문자나 숫자로 시작하고 끝나야 합니다
   *[other] 영문 소문자나 숫자로 시작하고 끝나야 합니다
}
name-problem-form = { $kind ->
    [subnet] subnet-0a11a22b33c44d551 같은 형식이 아닙니다
   *[other] us-east-1 같은 형식이 아닙니다
}
name-problem-reserved = eks-로 시작하는 이름은 EKS가 씁니다
name-allowed-cluster = A-Z, a-z, 0-9, '-', '_'
name-allowed-namespace = a-z, 0-9, '-'
name-allowed-virtual-cluster = A-Z, a-z, 0-9, . - _ / #
name-allowed-region = a-z, 0-9, '-'
name-allowed-fargate-profile = A-Z, a-z, 0-9, '-', '_'
name-allowed-subnet = a-z, 0-9, '-'
name-allowed-role = A-Z, a-z, 0-9, + = , . @ - _

version-error = "{ $given }": { $example } 같은 버전이 아닙니다
step-create-execution-role = 포드 실행 역할(Pod execution role) { $role }
step-create-execution-role-why = EKS는 이 역할로 Fargate에서 포드를 실행하고 이미지를 가져옵니다. 조건에 따라 Fargate는 표시된 프로필에 대해서만 이 역할을 쓸 수 있습니다.
step-update-trust-policy = { $role }의 신뢰 정책
step-update-trust-policy-why = IAM은 신뢰 정책을 통째로 받습니다. 표시되지 않은 줄은 그대로입니다.
step-attach-execution-policy = { $role }의 관리형 정책
step-attach-execution-policy-why = AmazonEKSFargatePodExecutionRolePolicy가 없으면 이미지를 가져올 수 없어 Fargate에서 포드가 시작되지 않습니다.
undo-delete-role = 이 실행에서 만드는 역할 { $role }: 이 리전에 이 역할을 쓰는 Fargate 프로필이 없고 다른 정책이 연결되어 있지 않으면 "emr-onramp undo" 명령이 삭제합니다.
undo-detach-policy = 이 리전에 이 역할을 쓰는 Fargate 프로필이 없으면 "emr-onramp undo" 명령이 { $role }에서 정책을 분리합니다.
undo-restore-trust = 그사이 아무도 바꾸지 않았으면 "emr-onramp undo" 명령이 { $role }의 이전 신뢰 정책을 다시 씁니다.
check-execution-role = 포드 실행 역할(Pod execution role)
check-execution-role-holds = { $arn }: Fargate가 이 클러스터의 모든 프로필에 대해 쓸 수 있고 다른 계정은 쓸 수 없습니다
check-execution-role-holds-insecure = { $arn }: Fargate가 이 클러스터의 모든 프로필에 대해 쓸 수 있지만 다른 계정의 프로필에 대해서도 쓸 수 있습니다
check-execution-policy = 포드 실행 역할의 정책
check-execution-policy-holds = { $policy }: 연결되어 있습니다
