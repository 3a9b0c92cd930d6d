# 액세스 항목: 기다리는 것과 확인하는 것.

watch-other-update = 다른 곳에서 시작한 EKS 업데이트 { $id }({ $kind }): { $status }
watch-update-ended = EKS 업데이트 { $id }{ JOSA($id, "이/가") } { $status } 상태로 끝났습니다: { $errors }. 클러스터는 { $cluster }이고 인증 모드는 { $mode }입니다
watch-update-ended-without-error = EKS 업데이트 { $id }{ JOSA($id, "이/가") } 이유 없이 { $status } 상태로 끝났습니다. 클러스터는 { $cluster }이고 인증 모드는 { $mode }입니다
watch-still-refused = 권한은 역할 { $role }에 있지만 아직 거부됩니다. 권한 경계, 세션 정책 또는 조직의 규칙이 막고 있을 수 있습니다({ $seen })

check-access-entry-principal = EMR 액세스 항목의 보안 주체
check-access-entry-arn = IAM 문이 가리키는 EMR 액세스 항목의 ARN
check-access-entry-type = EMR 액세스 항목의 유형
check-access-entry-username = EMR 액세스 항목의 Kubernetes 사용자
check-access-entry-groups = EMR 액세스 항목의 Kubernetes 그룹
check-access-entry-policy = EMR 액세스 항목의 액세스 정책
check-access-entry-scope = EMR 액세스 항목의 정책 범위
check-virtual-cluster-integration = 가상 클러스터와 액세스 항목의 연결
check-legacy-access = 기존 가상 클러스터로 들어가는 EMR의 경로
check-legacy-access-holds = 기존 가상 클러스터로 들어가는 EMR의 경로가 실행 전과 같습니다(aws-auth, Role, RoleBinding): { $namespaces }
check-legacy-user = 기존 가상 클러스터에서 EMR의 사용자: 액세스 항목과 aws-auth의 사용자가 다르고 액세스 항목이 우선합니다
verdict-unconfirmed = { $check }. EMR이 어떻게 처리하는지는 AWS 문서에 없으니 그 클러스터에서 작업을 실행해 확인하십시오({ $seen })

finding-cluster-009 = { $subject }: EKS가 클러스터를 변경하고 있습니다
finding-cluster-009-fix = 기다릴 필요가 없습니다. 누가 시작했든 진행 중인 변경을 실행 단계에서 지켜보고, 끝나면 클러스터를 다시 확인한 뒤에 변경을 요청합니다.
explain-finding-cluster-009 =
    EKS는 클러스터 변경을 한 번에 하나만 받고 그동안 다른 변경을 거부합니다. 진행 중인 변경이 이 계획에서 하려는 변경과 같을 수도 있습니다. 다른 사람이나 이전 실행이 시작했을 수 있습니다.

    실행 단계에서는 그 변경을 찾아 유형과 ID를 보여 주고 최대 20분 동안 기다립니다. 그런 다음 인증 모드를 다시 읽고, 이미 원하는 상태이면 아무것도 보내지 않습니다.
    .title = EKS가 클러스터를 변경하고 있습니다

finding-iam-010 = { $subject }: 이 프로그램이 넣은 정책 문을 누군가 바꿨습니다
finding-iam-010-fix = AWS 문서대로 다시 쓰면 그 변경이 사라지므로 그대로 둡니다. 해당 정책 문의 Sid를 다른 이름으로 바꾸거나 정책 문을 삭제한 뒤 계획을 다시 만드십시오. 권한을 표시만 하도록 선택해도 됩니다.
explain-finding-iam-010 =
    권한을 자신의 역할에 추가하도록 선택했고, 같은 이름의 인라인 정책이 이미 있습니다. 그런데 이 프로그램의 Sid를 가진 정책 문 하나가 다른 내용입니다. 거부하는 정책 문이거나, aws:MultiFactorAuthPresent처럼 AWS 문서의 정책 문에 없는 작업, 조건, 요소가 있습니다. 그 정책 문을 그대로 표시했습니다.

    바꾼 데에는 이유가 있을 것입니다. AWS 문서의 정책 문으로 바꿔 쓰면 그 변경이 사라지므로 아무것도 쓰지 않습니다. Sid를 다른 이름으로 바꾸면 그 정책 문은 그대로 두고 AWS 문서의 정책 문을 옆에 추가합니다. 또는 권한을 표시만 하도록 선택하고 직접 추가하십시오.
    .title = 호출 주체 역할의 정책을 누군가 바꿨습니다

question-own-role = 계획에 호출 주체의 역할에 권한을 추가하는 단계가 있습니다. 받아들이려면 역할 이름 입력:
error-own-role = 호출 주체의 역할에 권한을 추가하는 단계가 있습니다. 받아들이려면 --attach-permissions를 추가하십시오.
ui-review-own-role = 이 계획은 호출 주체의 역할에 권한을 추가합니다. 허용하려면 역할 이름을 입력하십시오: c를 누르고 { $role } 입력 후 Enter.
ui-review-own-role-typing = 이 계획은 호출 주체의 역할에 권한을 추가합니다. 허용하려면 { $role }{ JOSA($role, "을/를") } 그대로 입력하고 Enter를 누르십시오. 붙여 넣은 텍스트는 인정하지 않습니다.
ui-review-ready-own-role = 호출 주체의 역할에 대한 단계를 허용했습니다. 아직 아무것도 바꾸지 않았습니다. a를 누르면 이 계획을 그대로 실행합니다.
ui-permissions-to-look = 첫 단계 전과 마지막 단계 후의 확인에 필요
