# 실행 되돌리기.

report-undo = 되돌리기: { $command }
undo-of = { $begun }의 실행 { $run } 되돌리기: 그 실행에서 쓴 것 가운데 이후 아무도 바꾸지 않은 것만 되돌립니다.
undo-changed = 이 되돌리기에 남은 단계가 지금 세울 계획과 다릅니다. 아무것도 바꾸지 않았습니다. 새로 되돌리십시오: emr-onramp undo { $run }
undo-nothing-left = 이 실행에서 되돌릴 것이 남아 있지 않습니다.
undo-side-run = 실행에서 바꾼 내용:
undo-side-since = 그 뒤에 바뀐 내용:
undo-do-again = 이 단계 자체가 되돌리기입니다. 다시 적용하려면 앞 실행의 명령을 다시 실행합니다.
record-about-undo = { $run } 되돌리기
action-remove = 제거
error-undo-of-undo = 실행 { $run }: { $of }의 되돌리기입니다. 제거한 것을 다시 만들려면 그 실행의 명령을 다시 실행하십시오.
error-run-not-begun = 실행 { $run }: 아무것도 쓰지 않아 되돌릴 것이 없습니다.

step-delete-role = { $namespace }의 Role emr-containers
step-delete-role-why = 실행에서 만든 Role이며 지금도 그때 그대로입니다. 바로 그 오브젝트, 그 버전일 때만 Kubernetes가 삭제합니다.
step-delete-role-binding = { $namespace }의 RoleBinding emr-containers
step-delete-role-binding-why = 실행에서 만든 RoleBinding이며 지금도 그때 그대로입니다. 없어지면 Kubernetes 사용자 emr-containers는 { $namespace }에서 권한을 잃습니다.
step-restore-role = { $namespace }의 Role emr-containers, 이전 규칙으로
step-restore-role-why = 실행 전부터 있던 Role에 규칙을 더한 것입니다. 더한 규칙만 빼고 오브젝트는 남깁니다.
step-restore-role-binding = { $namespace }의 RoleBinding emr-containers, 이전 주체로
step-restore-role-binding-why = 실행 전부터 있던 RoleBinding에 EMR의 사용자를 더한 것입니다. 더한 것만 빼고 오브젝트는 남깁니다.
step-unmap-role = aws-auth: EMR 서비스 연결 역할 매핑 제거
step-unmap-role-why = 실행에서 넣은 바이트만 빼며 aws-auth의 나머지는 바이트 단위로 그대로입니다. 그 뒤 EMR의 역할은 더 이상 { $username } 사용자가 아닙니다.
step-delete-virtual-cluster = { $namespace }의 가상 클러스터 { $id }
step-delete-virtual-cluster-why = EMR이 정리에 쓰는 접근 권한이 살아 있는 동안 가장 먼저 삭제합니다. 권한이 먼저 없어지면 ARRESTED 상태로 멈춥니다. 진행 중인 작업이 없어야 합니다.
step-delete-namespace = 네임스페이스 { $namespace }
step-delete-namespace-why = 실행에서 만들었고, Kubernetes가 모든 네임스페이스에 넣는 것 말고는 비어 있습니다. 삭제 직전에 한 번 더 확인합니다.
step-delete-caller-policy = 역할 { $role }의 권한
step-delete-caller-policy-why = 실행에서 이 역할에 인라인 정책 { $policy }{ JOSA($policy, "을/를") } 넣었습니다. 가상 클러스터 삭제에 필요하므로 그 뒤에 제거합니다.
step-delete-fargate-profile = Fargate 프로필 { $name }
step-delete-fargate-profile-why = 실행에서 만든 프로필이며 대상 네임스페이스에 포드가 없습니다. EKS는 한 번에 프로필 하나씩, 몇 분에 걸쳐 삭제합니다.
step-detach-execution-policy = { $role }에서 관리형 정책 분리
step-detach-execution-policy-why = 실행에서 연결한 정책입니다. 이 리전에는 이 역할을 쓰는 Fargate 프로필이 없습니다.
step-delete-execution-role = 포드 실행 역할 { $role }
step-delete-execution-role-why = 실행에서 만든 역할입니다. 다른 정책이 연결되어 있지 않고, 이 리전에는 이 역할을 쓰는 Fargate 프로필이 없습니다.

check-taken-back = 되돌린 것
check-taken-back-holds = 되돌림: { $what }
check-others-kept = aws-auth의 다른 항목
check-others-kept-holds = 인증기가 읽는 aws-auth: 다른 항목의 매핑은 모두 이전과 같습니다(현재 { $entries }개)
check-entry-without = EMR 액세스 항목의 범위
check-entry-without-holds = EMR의 액세스 항목이 더 이상 미치지 않는 네임스페이스: { $namespaces }

finding-undo-001 = 실행 { $subject }의 클러스터가 아니거나 그 뒤에 새로 만든 클러스터입니다
finding-undo-001-fix = 다른 클러스터에는 이 실행의 것이 남아 있을 수 없습니다. 이 클러스터는 "emr-onramp doctor" 명령으로 살펴보십시오.
finding-undo-002 = { $subject }: 실행한 뒤에 바뀌었습니다
finding-undo-002-fix = 되돌리면 다른 사람의 변경까지 없어집니다. 실행에서 바꾼 부분을 직접 빼거나 실행 직후의 내용으로 맞춘 뒤 다시 되돌리십시오. 이미 없어진 것은 되돌린 것으로 봅니다.
finding-undo-003 = { $subject }: 실행에서 만든 것은 없어졌고 같은 이름의 다른 것이 있습니다
finding-undo-003-fix = 이 실행의 것이 아니므로 그대로 둡니다.
finding-undo-004 = { $subject }: 사용 중입니다
finding-undo-004-fix = 작업이 끝나기를 기다리거나 취소하고, 이것을 쓰는 가상 클러스터와 Fargate 프로필을 삭제하고, 다른 정책을 분리한 뒤 다시 되돌리십시오.
finding-undo-005 = { $subject }: 읽지 못했습니다
finding-undo-005-fix = 읽지 못하면 실행 직후의 상태 그대로인지 알 수 없습니다. 다시 시도하십시오.
finding-undo-006 = { $subject }: 읽을 권한이 없습니다
finding-undo-006-fix = 읽지 못하면 실행 직후의 상태 그대로인지 알 수 없습니다. 읽기 권한을 받은 뒤 다시 되돌리십시오.
finding-undo-007 = 실행에서 만든 서비스 연결 역할 { $subject }: 남겨 둡니다
finding-undo-007-fix = 계정 전체가 함께 씁니다. 모든 리전에 가상 클러스터가 하나도 없어야 삭제할 수 있습니다: aws iam delete-service-linked-role
finding-undo-008 = 실행에서 올린 인증 모드 { $subject }: 남겨 둡니다
finding-undo-008-fix = EKS에는 이전 인증 모드로 돌아가는 방법이 없습니다. API_AND_CONFIG_MAP 모드에서도 aws-auth는 그대로 동작합니다.
finding-undo-009 = 실행에서 만든 네임스페이스 { $subject }: 남겨 둡니다
finding-undo-009-fix = 네임스페이스를 삭제하면 안에 있는 것도 모두 사라지므로, 다른 사람의 것이 보이지 않을 때만 삭제합니다. 안을 살펴본 뒤 직접 삭제하십시오.
finding-undo-010 = { $subject }의 EMR 항목: 남겨 둡니다
finding-undo-010-fix = 항목 하나를 모든 네임스페이스가 함께 쓰며, 다른 가상 클러스터가 이 항목을 쓰고 있습니다. 그 가상 클러스터를 먼저 삭제한 뒤 다시 되돌리십시오.
finding-undo-011 = 실행에서 만든 { $subject }: 남겨 둡니다
finding-undo-011-fix = 그사이 노드나 다른 사람이 이 오브젝트에 의존하게 되었을 수 있고, 삭제하면 모두가 접근하지 못할 수 있습니다. 이 프로그램은 aws-auth를 삭제하지 않습니다.

explain-undo =
    "emr-onramp undo RUN" 명령은 실행에서 한 일을 되돌립니다. 실행 전에 있던 것, 실행에서 쓴 것, 지금 있는 것을 비교합니다. 뒤의 둘이 같으면 실행 전으로 되돌립니다. 그사이 누가 바꾸었으면 건드리지 않고, 실행에서 바꾼 내용과 그 뒤에 바뀐 내용을 보여 줍니다.

    실행 전부터 있던 것은 실행의 것이 아니므로 남깁니다. 이미 없어진 것은 되돌린 것으로 봅니다. EMR의 접근 권한이 살아 있는 동안 가상 클러스터를 먼저 삭제하고, 이어서 권한, Role, aws-auth 항목, 그리고 비어 있으면 네임스페이스를 정리합니다. 계정이 함께 쓰는 서비스 연결 역할, 되돌릴 수 없는 인증 모드, 실행에서 만든 aws-auth는 남기고 그렇게 알립니다.

    되돌리기도 다른 계획과 같습니다. 먼저 보여 주고, 승인을 받고, 기록하고, 이어할 수 있고, 끝난 뒤 확인합니다. 되돌리기를 되돌리려면 처음 명령을 다시 실행합니다.
    .title = 되돌리기

explain-step-delete-role =
    실행에서 만든 Role을 삭제합니다. uid와 버전을 함께 보내므로, 그사이 바뀌었거나 새로 만든 Role이면 Kubernetes가 거부합니다.

    Role이 실행 직후와 다르면 삭제하지 않고 바뀐 내용을 보여 줍니다.
    .title = 단계: Role 삭제

explain-step-delete-role-binding =
    실행에서 만든 RoleBinding을, 가리키는 Role보다 먼저 삭제합니다. uid와 버전을 함께 보냅니다.

    없어지면 Kubernetes 사용자 emr-containers는 그 네임스페이스에서 권한이 없습니다.
    .title = 단계: RoleBinding 삭제

explain-step-restore-role =
    실행 전부터 있던 Role에 규칙만 더한 것입니다. 이전 규칙을 그 버전에 대해 다시 쓰며, 레이블 등 나머지는 그대로입니다.

    그사이 누가 규칙을 바꾸었으면 아무것도 쓰지 않습니다.
    .title = 단계: Role의 이전 규칙 복원

explain-step-restore-role-binding =
    실행 전부터 있던 RoleBinding에 사용자 emr-containers만 더한 것입니다. 이전 주체를 그 버전에 대해 다시 씁니다.

    그사이 누가 주체를 바꾸었으면 아무것도 쓰지 않습니다.
    .title = 단계: RoleBinding의 이전 주체 복원

explain-step-unmap-role =
    실행에서 넣은 바이트만 aws-auth에서 뺍니다. 전후의 내용을 EKS 인증기와 같은 방식으로 읽어, 다른 항목의 매핑이 모두 이전과 같은지 확인합니다. 그사이 아무도 손대지 않았다면 실행 전과 바이트 단위로 같아집니다.

    이전 내용을 보관하고, 읽은 버전에 대해서만 쓰고, 새 토큰으로 호출 주체의 접근을 확인합니다. 실패하면 바로 이전 내용으로 되돌립니다. 다른 네임스페이스의 가상 클러스터가 이 항목을 쓰면 남겨 둡니다.
    .title = 단계: aws-auth에서 역할 제거

explain-step-delete-virtual-cluster =
    EMR이 가상 클러스터를 삭제하며 접근 권한이 필요하므로 가장 먼저 합니다. 상태는 TERMINATING에서 TERMINATED로 바뀝니다. ARRESTED는 EMR이 정리하지 못했다는 뜻입니다.

    진행 중인 작업이 있으면 삭제하지 않습니다. 끝나기를 기다리거나 취소하십시오. 액세스 항목의 범위에서 네임스페이스를 빼는 일은 EMR이 하는 것으로 보이며, 마지막에 확인합니다.
    .title = 단계: 가상 클러스터 삭제

explain-step-delete-namespace =
    실행에서 만든 네임스페이스를, 기본 서비스 계정과 클러스터 CA, 이벤트 말고 아무것도 없을 때 삭제합니다. 서버가 나열할 수 있는 모든 종류를 계획할 때 한 번, 삭제 직전에 한 번 살펴봅니다.

    한 종류라도 나열할 수 없으면 알 수 없으므로 남겨 둡니다.
    .title = 단계: 네임스페이스 삭제

explain-step-delete-caller-policy =
    실행에서 쓴 내용 그대로이면 호출 주체의 역할에서 인라인 정책을 제거합니다. EMR이 호출 주체의 권한으로 접근을 정리하므로 가상 클러스터를 먼저 삭제합니다.

    실행 전에 같은 이름의 정책이 있었으면 그 정책을 다시 씁니다.
    .title = 단계: 호출 주체의 권한 제거

explain-step-delete-fargate-profile =
    실행에서 만든 Fargate 프로필을, 만들 때 그대로이면 삭제합니다. 프로필을 삭제하면 EKS가 그 프로필로 실행 중인 포드도 삭제하므로, 대상 네임스페이스에 포드가 하나도 없을 때만 합니다.

    EKS는 클러스터마다 한 번에 프로필 하나씩, 몇 분에 걸쳐 처리합니다. 없어질 때까지 기다리며, 그 뒤에야 역할을 삭제할 수 있습니다.
    .title = 단계: Fargate 프로필 삭제

explain-step-detach-execution-policy =
    실행에서 포드 실행 역할(Pod execution role)에 연결한 관리형 정책을 분리합니다. 분리하면 Fargate 포드가 이미지를 가져오지 못하므로, 이 리전에 이 역할을 쓰는 Fargate 프로필이 없을 때만 합니다.

    다른 리전의 프로필은 살펴보지 않습니다.
    .title = 단계: 정책 분리

explain-step-delete-execution-role =
    실행에서 만든 포드 실행 역할(Pod execution role)을 고유 ID로 확인하고 삭제합니다. 그 뒤에 새로 만든 역할은 남깁니다. 실행에서 연결한 정책 말고는 연결된 것이 없고, 이 리전에 이 역할을 쓰는 Fargate 프로필이 없어야 합니다.

    다른 리전의 프로필은 살펴보지 않습니다.
    .title = 단계: 포드 실행 역할 삭제

explain-finding-undo-001 =
    실행은 클러스터 하나에 묶여 있습니다. ARN, EKS가 만든 시각, kube-system의 uid 가운데 하나가 다릅니다. 삭제한 뒤 같은 이름으로 새로 만든 클러스터는 다른 클러스터입니다.

    실행에서 남긴 것은 이전 클러스터와 함께 없어졌습니다.
    .title = 실행한 클러스터가 아님

explain-finding-undo-002 =
    지금 내용은 실행 전과도, 실행 직후와도 다릅니다. 그사이 누가 바꾸었으므로, 이전 상태로 되돌리면 그 변경까지 없어집니다.

    두 가지 차이를 모두 보여 줍니다. 직접 판단해 정리한 뒤 다시 되돌리십시오. 그때 없어진 것은 되돌린 것으로 봅니다.
    .title = 실행한 뒤에 바뀜

explain-finding-undo-003 =
    실행에서 만든 것과 uid 또는 고유 ID가 다릅니다. 그것은 삭제되었고, 누가 같은 이름으로 새로 만들었습니다.

    실행은 자신이 만든 것만 되돌립니다.
    .title = 실행한 뒤에 새로 만듦

explain-finding-undo-004 =
    진행 중인 작업이 있거나, 이것을 쓰는 가상 클러스터나 Fargate 프로필이 있거나, 다른 것이 연결되어 있습니다. 제거하면 쓰는 쪽이 동작하지 않습니다.

    쓰는 쪽을 끝내거나 옮긴 뒤 다시 되돌리십시오.
    .title = 사용 중

explain-finding-undo-005 =
    되돌리기는 지금 내용과 실행 직후의 내용을 비교합니다. 읽지 못해 비교할 수 없습니다.

    비교할 수 없는 것은 건드리지 않습니다.
    .title = 읽지 못함

explain-finding-undo-006 =
    되돌리기는 지금 내용과 실행 직후의 내용을 비교합니다. 이 자격 증명으로는 읽을 수 없습니다.

    읽을 수 있는 자격 증명을 쓰거나 권한을 받으십시오.
    .title = 읽을 권한 없음

explain-finding-undo-007 =
    서비스 연결 역할은 계정의 것으로, 모든 리전의 모든 가상 클러스터가 씁니다. 이 실행에서 만들었다고 해서 지금 누가 쓰는지 알 수는 없습니다.

    남겨 두어도 비용이 들지 않습니다. 쓰는 것이 하나도 없을 때만 IAM이 삭제합니다.
    .title = 서비스 연결 역할은 남음

explain-finding-undo-008 =
    EKS에는 높은 인증 모드에서 낮은 모드로 돌아가는 방법이 없습니다. 실행할 때 계획에서 이를 알리고 클러스터 이름을 입력받았습니다.

    API_AND_CONFIG_MAP 모드에서는 aws-auth와 액세스 항목이 모두 동작하므로, 전에 되던 것은 계속 됩니다.
    .title = 인증 모드는 남음

explain-finding-undo-009 =
    실행에서 만든 네임스페이스이지만 지금은 다른 것이 들어 있거나, 안을 볼 수 없었습니다. 삭제하면 안에 있는 것도 모두 사라집니다.

    이 실행에서 넣은 것은 그래도 제거합니다.
    .title = 네임스페이스는 남음

explain-finding-undo-010 =
    네임스페이스가 몇 개든 aws-auth에는 EMR 항목이 하나뿐입니다. 이 실행에서 만들지 않은 가상 클러스터가 이 항목으로 들어옵니다.

    항목이 없어지면 그 작업은 실패하고, 삭제하면 ARRESTED 상태로 멈춥니다.
    .title = aws-auth의 항목은 남음

explain-finding-undo-011 =
    클러스터에 aws-auth가 없어 실행에서 만들었습니다. 지금은 노드의 kubelet이 이 오브젝트의 항목으로 들어오고 있을 수 있고, 누군가 자기 항목을 추가했을 수도 있습니다.

    EKS는 바뀔 때마다 이 오브젝트를 읽습니다. 삭제하면 다른 방법이 없는 모두가 곧바로 접근하지 못하며, CONFIG_MAP 모드에서는 클러스터를 만든 자격 증명만 남습니다. EMR의 항목은 빼고 오브젝트는 남깁니다. 아무도 쓰지 않는 것이 확실하면 먼저 내용을 확인한 뒤 직접 삭제하십시오.
    .title = 실행에서 만든 aws-auth는 남깁니다
