# 점검 결과: 제목과 할 일.

finding-mode-005 = { $subject }: aws-auth에 EMR 항목이 있지만 읽히지 않습니다
finding-mode-005-fix = 새 가상 클러스터에는 액세스 항목 방식을 쓰십시오. 항목이 남아 있어도 해는 없지만 오해를 부릅니다.
finding-entry-001 = { $subject }: EMR의 액세스 항목이 없는데 이를 쓰는 가상 클러스터가 있습니다
finding-entry-001-fix = 이 항목은 EMR만 만들 수 있습니다. 호출 주체의 권한을 확인한 뒤, 표시된 가상 클러스터를 삭제하고 새로 만드십시오.
finding-entry-002 = { $subject }: EMR의 액세스 항목에 AmazonEMRJobPolicy가 없습니다
finding-entry-002-fix = 이 정책은 EMR이 가상 클러스터를 만들 때만 연결합니다. 다른 네임스페이스에 가상 클러스터를 만든 뒤 다시 확인하십시오.
finding-entry-003 = { $subject }: EMR의 액세스 항목이 예상하지 못한 Kubernetes 사용자를 만듭니다
finding-entry-003-fix = 작업을 실행해 동작하는지 확인하십시오. 예전 가상 클러스터가 있으면 그것도 확인하십시오.
finding-entry-004 = { $subject }: EMR의 액세스 항목이 EMR을 Kubernetes 그룹에 넣습니다
finding-entry-004-fix = 이 그룹에 무엇이 연결되어 있는지 확인하십시오. 그 권한을 EMR도 갖게 됩니다.
finding-entry-005 = { $subject }: 정책의 범위에 통합된 가상 클러스터의 네임스페이스가 없습니다
finding-entry-005-fix = 가상 클러스터를 새로 만드십시오. EMR은 가상 클러스터를 만들 때 네임스페이스를 추가합니다. 누가 범위를 바꾸었는지도 확인하십시오.
finding-entry-006 = { $subject }: 정책의 범위가 개별 네임스페이스보다 넓습니다
finding-entry-006-fix = 동작에는 문제가 없습니다. EMR은 네임스페이스를 하나씩 추가하므로 누가 범위를 넓혔는지 확인하십시오.
finding-entry-007 = { $subject }: EMR의 역할이 액세스 항목과 aws-auth에 모두 있습니다
finding-entry-007-fix = 예전 가상 클러스터가 있는 동안은 둘 다 그대로 두십시오. 이 역할에는 액세스 항목이 적용됩니다.
finding-entry-008 = { $subject }: EMR의 액세스 항목을 읽지 못했습니다
finding-entry-008-fix = 읽기 작업 두 가지의 권한을 요청하십시오. 그전까지는 EMR이 알려 주는 통합된 가상 클러스터 목록으로만 판단할 수 있습니다.
finding-cluster-004 = { $subject }: 준비되지 않은 노드가 있습니다
finding-cluster-004-fix = 노드와 이벤트를 확인하십시오. aws-auth를 바꾼 뒤 모든 노드가 NotReady가 되었다면 노드 역할의 항목이 빠졌거나 잘못 적힌 것이므로 되돌려 놓으십시오.
finding-cluster-005 = { $subject }: 노드가 없습니다
finding-cluster-005-fix = 포드가 Fargate에서 실행되거나 노드가 필요할 때 만들어진다면 할 일은 없습니다. 아니라면 첫 작업을 시작하기 전에 노드 그룹을 추가하십시오.
finding-cluster-006 = { $subject }: 노드를 조회하지 못했습니다
finding-cluster-006-fix = 다른 확인에는 영향이 없습니다. 노드를 보려면 nodes의 list 권한을 요청하십시오.
finding-cluster-007 = { $subject }: API 서버가 VPC 안에서만 응답합니다
finding-cluster-007-fix = 참고하십시오. 이 클러스터에서 작업하려면 VPC 안이나 VPN, 터널을 통해 접속해야 합니다.
finding-cluster-008 = { $subject }: 퍼블릭 API 서버가 정해진 주소에만 응답합니다
finding-cluster-008-fix = 참고하십시오. 다른 주소에서 호출하면 시간 초과로 끝납니다. 필요한 주소가 있으면 추가를 요청하십시오.
finding-kube-002 = { $subject }: Kubernetes가 이 자격 증명을 알지 못합니다
finding-kube-002-fix = 클러스터를 만든 자격 증명이나, 액세스 항목 또는 aws-auth에 있는 자격 증명을 쓰십시오. AWS만으로 알 수 있는 것은 모두 확인했습니다.
finding-id-001 = { $subject }: Kubernetes가 어떤 사용자로 인식하는지 확인하지 못했습니다
finding-id-001-fix = 할 일은 없습니다. 1.28보다 낮은 버전에는 이 질문이 없습니다. 권한은 따로 하나씩 확인합니다.
finding-id-002 = { $subject }: 호출 주체가 계정의 루트입니다
finding-id-002-fix = 역할로 로그인하십시오. 누군가 따로 매핑하지 않았다면 루트는 액세스 항목이나 mapRoles로 들어올 수 없습니다.
finding-iam-006 = { $subject }: IAM 시뮬레이터에 따르면 호출 주체에 권한이 없습니다
finding-iam-006-fix = 정책 문을 부여받거나 그대로 진행하십시오. 시뮬레이션은 참고일 뿐 증명이 아닙니다. 전달 카드에 가장 작은 정책 문이 있습니다.
finding-iam-007 = { $subject }: IAM 시뮬레이터에 물어보지 못했습니다
finding-iam-007-fix = 할 일은 없습니다. 자신의 역할에 대한 iam:SimulatePrincipalPolicy 권한이 있으면 참고할 답을 얻을 수 있습니다.
finding-iam-008 = { $subject }: EMR의 서비스 연결 역할이 아직 없습니다
finding-iam-008-fix = 할 일은 없습니다. 계획에서 만들거나, 계정의 첫 가상 클러스터를 만들 때 EMR이 만듭니다.
finding-iam-009 = { $subject }: 호출 주체 역할의 정책을 읽지 못했습니다
finding-iam-009-fix = 같은 이름의 정책을 덮어쓰게 되므로 그대로 둡니다. iam:GetRolePolicy 권한을 부여받거나 정책 문을 직접 추가하십시오.
finding-rbac-007 = { $subject }: API 서버가 이 Role을 거부합니다
finding-rbac-007-fix = AmazonEKSClusterAdminPolicy가 있거나 system:masters에 속한 자격 증명을 쓰거나, 전달 카드의 권한을 부여받으십시오. 서버의 메시지를 그대로 표시했습니다.
finding-rbac-008 = { $subject }: API 서버가 Role을 받아들이는지 시험하지 못했습니다
finding-rbac-008-fix = 지금 할 일은 없습니다. 거부되면 해당 단계가 이유를 알리고 실패하며, 바뀌는 것은 없습니다.
finding-rbac-009 = { $subject }: 필요한 정보를 읽을 권한이 없습니다
finding-rbac-009-fix = 전달 카드에 꼭 이 권한이 있으므로 부여를 요청하십시오. 그전에는 알 수도 없고 변경하지도 않습니다.
finding-rbac-011 = { $subject }: Role emr-containers가 없습니다
finding-rbac-011-fix = automatic이나 manual 방식으로 enable을 실행하십시오. 없는 것만 만들고 나머지는 그대로 둡니다.
finding-rbac-012 = { $subject }: RoleBinding emr-containers가 없습니다
finding-rbac-012-fix = automatic이나 manual 방식으로 enable을 실행하십시오. 없는 것만 만들고 나머지는 그대로 둡니다.
finding-rbac-013 = { $subject }: RoleBinding에 사용자 emr-containers가 없습니다
finding-rbac-013-fix = enable을 실행하면 다른 대상은 그대로 두고 이 사용자를 추가합니다. aws-auth가 EMR을 다른 사용자로 매핑한다면 먼저 바로잡으십시오.
finding-rbac-014 = { $subject }: EMR에 필요한 권한이 Role에 없습니다
finding-rbac-014-fix = enable을 실행하면 없는 권한을 추가하고 아무것도 빼지 않습니다. 그런 다음 예전 작업의 Spark Role 두 개를 삭제하면 다음 작업이 새로 만듭니다.
finding-ns-004 = { $subject }: 네임스페이스가 있는지 읽지 못했습니다
finding-ns-004-fix = get 권한을 요청하십시오. 나머지는 가능한 데까지 확인했습니다.
finding-ns-005 = { $subject }: EMR이 이 네임스페이스에 들어올 방법이 없습니다
finding-ns-005-fix = emr-onramp enable --cluster 이름 --namespace 이름을 실행하십시오. 방법과 각각의 변경 내용을 먼저 보여 줍니다.
finding-ns-006 = { $subject }: EMR의 오브젝트가 있는 네임스페이스를 조회하지 못했습니다
finding-ns-006-fix = --namespace로 네임스페이스를 지정하거나, roles와 rolebindings의 list 권한을 요청하십시오.
finding-auth-006 = { $subject }: mapRoles가 없습니다
finding-auth-006-fix = aws-auth를 읽는 클러스터라면 누군가 덮어썼는지 확인하십시오. 계획은 이 키를 EMR 항목만으로 추가합니다.
finding-auth-007 = { $subject }: 대소문자가 달라 EKS가 이 키를 무시합니다
finding-auth-007-fix = 의도한 것이라면 이름을 바꾸십시오. 그러면 누가 들어오게 되는지 먼저 확인하십시오.
finding-auth-008 = { $subject }: aws-auth가 변경 불가(immutable)입니다
finding-auth-008-fix = 변경할 수 없고 삭제한 뒤 다시 만들어야 합니다. 없는 동안 모두가 접근하지 못하므로 이 프로그램은 하지 않습니다.
finding-auth-009 = { $subject }: aws-auth를 삭제하고 있습니다
finding-auth-009-fix = 누가 삭제하는지 확인하고 내용을 보관하십시오. 사라지면 여기에 있는 모두가 접근하지 못합니다.
finding-auth-010 = { $subject }: 올바른 YAML이 아닙니다
finding-auth-010-fix = 사본을 남겨 두고 표시된 줄을 고치십시오. 그전까지는 이 섹션의 모두가 접근하지 못한다고 보아야 합니다.
finding-auth-011 = { $subject }: 공백이 와야 할 곳에 탭이 있습니다
finding-auth-011-fix = 사본을 남겨 두고 표시된 줄을 고치십시오. 그전까지는 이 섹션의 모두가 접근하지 못한다고 보아야 합니다.
finding-auth-012 = { $subject }: YAML에 쓸 수 없는 제어 문자가 있습니다
finding-auth-012-fix = 사본을 남겨 두고 표시된 줄을 고치십시오. 그전까지는 이 섹션의 모두가 접근하지 못한다고 보아야 합니다.
finding-auth-013 = { $subject }: 템플릿에 따옴표가 없습니다
finding-auth-013-fix = 사본을 남겨 두고 표시된 줄을 고치십시오. 그전까지는 이 섹션의 모두가 접근하지 못한다고 보아야 합니다.
finding-auth-014 = { $subject }: 키가 문자열이 아닙니다
finding-auth-014-fix = 사본을 남겨 두고 표시된 줄을 고치십시오. 그전까지는 이 섹션의 모두가 접근하지 못한다고 보아야 합니다.
finding-auth-015 = { $subject }: JSON에 담을 수 없는 숫자입니다
finding-auth-015-fix = 사본을 남겨 두고 표시된 줄을 고치십시오. 그전까지는 이 섹션의 모두가 접근하지 못한다고 보아야 합니다.
finding-auth-016 = { $subject }: 병합 키에 매핑이 없습니다
finding-auth-016-fix = 사본을 남겨 두고 표시된 줄을 고치십시오. 그전까지는 이 섹션의 모두가 접근하지 못한다고 보아야 합니다.
finding-auth-017 = { $subject }: 별칭이 끝없이 확장됩니다
finding-auth-017-fix = 사본을 남겨 두고 표시된 줄을 고치십시오. 그전까지는 이 섹션의 모두가 접근하지 못한다고 보아야 합니다.
finding-auth-018 = { $subject }: 너무 깊이 중첩되어 읽지 않았습니다
finding-auth-018-fix = 항목의 목록으로 평평하게 쓰십시오. 항목마다 키 몇 개면 충분합니다.
finding-auth-019 = { $subject }: 너무 커서 읽지 않았습니다
finding-auth-019-fix = ConfigMap에는 1MiB까지 들어갑니다. 모드가 허용하면 사용자와 역할을 액세스 항목으로 옮기십시오.
finding-auth-020 = { $subject }: 목록이 아닙니다
finding-auth-020-fix = 사본을 남겨 두고 표시된 줄을 고치십시오. 그전까지는 이 섹션의 모두가 접근하지 못한다고 보아야 합니다.
finding-auth-021 = { $subject }: 매핑이 아닌 항목이며 EKS가 버립니다
finding-auth-021-fix = rolearn(또는 userarn)과 username이 있는 항목으로 쓰거나 없애십시오.
finding-auth-022 = { $subject }: ARN이 없는 항목이며 EKS가 버립니다
finding-auth-022-fix = 의도한 rolearn(또는 userarn)을 적거나 항목을 없애십시오.
finding-auth-023 = { $subject }: rolearn과 sso가 모두 있는 항목이며 EKS가 버립니다
finding-auth-023-fix = 항목을 둘로 나누거나 필요한 것만 남기십시오.
finding-auth-024 = { $subject }: sso 조건을 쓸 수 없는 항목이며 EKS가 버립니다
finding-auth-024-fix = permissionSetName과 따옴표로 묶은 12자리 accountID를 적으십시오.
finding-auth-025 = { $subject }: 형식이 맞지 않는 필드이며 EKS는 항목은 두고 필드만 버립니다
finding-auth-025-fix = groups는 목록으로, 사용자 이름과 ID는 따옴표로 묶은 문자열로 쓰십시오.
finding-auth-026 = { $subject }: 사용자 이름이 없는 항목입니다
finding-auth-026-fix = username을 적거나 항목을 없애십시오.
finding-auth-027 = { $subject }: 여러 그룹처럼 보이지만 그룹 하나입니다
finding-auth-027-fix = 둘째 줄의 대시가 첫째 줄의 대시 아래에 오도록 들여쓰기를 줄이십시오. 고치는 동안 노드를 지켜보십시오.
finding-auth-028 = { $subject }: 같은 ARN의 뒤 항목이 이 항목을 대신합니다
finding-auth-028-fix = 의도한 그룹을 모아 항목 하나로 합치십시오.
finding-auth-029 = { $subject }: 뒤 항목이 이 항목을 되풀이합니다
finding-auth-029-fix = 할 일은 없습니다. 둘 중 하나는 없애도 됩니다.
finding-auth-030 = { $subject }: 경로가 있는 ARN은 절대 일치하지 않습니다
finding-auth-030-fix = 경로를 뺀 role/이름 형태로 쓰십시오. 액세스 항목에서는 반대로 경로가 있어야 합니다.
finding-auth-031 = { $subject }: 세션의 ARN은 절대 일치하지 않습니다
finding-auth-031-fix = 세션의 역할 arn:aws:iam::계정:role/이름을 쓰십시오.
finding-auth-032 = { $subject }: 여기서는 ARN에 와일드카드를 쓸 수 없습니다
finding-auth-032-fix = 역할마다 항목을 하나씩 쓰십시오.
finding-auth-033 = { $subject }: 여기에 필요한 종류의 ARN이 아닙니다
finding-auth-033-fix = mapRoles에는 역할의 ARN을, mapUsers에는 사용자의 ARN을 12자리 계정과 함께 쓰십시오.
finding-auth-034 = { $subject }: mapAccounts의 항목이 계정이 아닙니다
finding-auth-034-fix = 따옴표로 묶은 12자리 계정을 쓰거나 없애십시오.
finding-auth-035 = { $subject }: 한 항목에 같은 키가 두 번 있습니다
finding-auth-035-fix = 하나만 남기십시오. 그전에는 이 프로그램이 텍스트를 편집하지 않습니다.
finding-auth-036 = { $subject }: 앵커나 별칭이 있습니다
finding-auth-036-fix = EKS에는 문제가 없습니다. 이 프로그램은 이런 텍스트를 편집하지 않으므로 EMR 항목을 직접 추가하거나 액세스 항목을 쓰십시오.
finding-auth-037 = { $subject }: 병합 키가 있습니다
finding-auth-037-fix = EKS에는 문제가 없습니다. 이 프로그램은 이런 텍스트를 편집하지 않으므로 EMR 항목을 직접 추가하거나 액세스 항목을 쓰십시오.
finding-auth-038 = { $subject }: YAML 태그가 있습니다
finding-auth-038-fix = EKS에는 문제가 없습니다. 이 프로그램은 이런 텍스트를 편집하지 않으므로 태그를 없애거나 액세스 항목을 쓰십시오.
finding-auth-039 = { $subject }: 첫 YAML 문서 뒤의 텍스트를 EKS가 읽지 않습니다
finding-auth-039-fix = 모두 목록 하나로 합치고, 지금까지 적용되지 않은 항목이 무엇인지 확인하십시오.
finding-auth-040 = { $subject }: YAML 해석기마다 다르게 읽는 줄 바꿈이 있습니다
finding-auth-040-fix = 일반 줄 바꿈으로 바꾸십시오. 그전에는 이 프로그램이 텍스트를 편집하지 않습니다.
finding-auth-041 = { $subject }: 값에 제어 문자나 방향 문자, 보이지 않는 문자가 있습니다
finding-auth-041-fix = 누가 썼는지 확인하고 값을 직접 다시 입력하십시오.
finding-auth-042 = { $subject }: aws-auth가 ConfigMap의 최대 크기에 가깝습니다
finding-auth-042-fix = 모드가 허용하면 사용자와 역할을 액세스 항목으로 옮기거나 필요 없는 항목을 없애십시오.
finding-auth-043 = { $subject }: EKS가 읽지 않는 키입니다
finding-auth-043-fix = 할 일은 없습니다. 그대로 둡니다.
finding-auth-044 = { $subject }: EMR의 역할이 절대 일치하지 않는 ARN으로 적혀 있습니다
finding-auth-044-fix = 경로를 빼고 role/AWSServiceRoleForAmazonEMRContainers로 쓰십시오. 항목이 맞아 보여도 그전까지 EMR은 들어오지 못합니다.
finding-auth-045 = { $subject }: EMR의 것처럼 보이지만 아닌 항목입니다
finding-auth-045-fix = 이름, 계정, 파티션을 EMR의 역할과 비교해 고치거나 없애십시오.
finding-auth-046 = { $subject }: EMR 항목이 EMR을 Kubernetes 그룹에 넣습니다
finding-auth-046-fix = 그룹을 빼십시오. RoleBinding이 사용자를 지정합니다. system:masters라면 EMR이 클러스터의 모든 작업을 할 수 있습니다.
finding-auth-047 = { $subject }: aws-auth로 EMR이 들어올 수 없는데 이에 의존하는 것이 있습니다
finding-auth-047-fix = automatic이나 manual 방식으로 enable을 실행하면 다른 부분은 그대로 두고 EMR 항목을 추가합니다.
finding-auth-048 = { $subject }: 계정 전체가 들어올 수 있습니다
finding-auth-048-fix = 참고하십시오. 이 계정의 모든 자격 증명이 그룹 없이 자신의 ARN으로 들어옵니다.
finding-auth-049 = { $subject }: 인증기의 템플릿이 아닙니다
finding-auth-049-fix = AccountID, SessionName, SessionNameRaw, EC2PrivateDNSName, AccessKeyID 중 하나를 이중 중괄호로 쓰십시오.
finding-auth-050 = { $subject }: 노드가 들어올 수 있는 항목이 없습니다
finding-auth-050-fix = 노드 역할을 되돌려 놓으십시오. 사용자 이름은 system:node와 EC2PrivateDNSName 템플릿, 그룹은 system:bootstrappers와 system:nodes입니다. 지금 동작하는 노드도 오래가지 못합니다.
finding-auth-051 = { $subject }: 따옴표가 없는 계정 번호입니다
finding-auth-051-fix = EKS에는 문제가 없습니다. 다른 도구도 읽을 수 있도록 따옴표로 묶으십시오.
finding-auth-052 = { $subject }: ARN의 대소문자만 다른 사용자가 둘 있습니다
finding-auth-052-fix = 항목 하나로 합치십시오.
finding-auth-053 = { $subject }: 권한 세트와 일치하는 항목입니다
finding-auth-053-fix = 참고하십시오. 그대로 유지합니다. aws-auth를 쓸 때 이런 항목을 없애는 도구가 많습니다.
finding-auth-054 = { $subject }: 다른 역할이 사용자 emr-containers로 들어옵니다
finding-auth-054-fix = 어디에 쓰이는지 확인하십시오. 그 역할은 EMR이 할 수 있는 일을 모두 할 수 있고 로그로는 구분할 수 없습니다.
finding-auth-055 = { $subject }: EKS는 잘 읽지만 이 프로그램은 편집하지 않습니다
finding-auth-055-fix = EMR 항목을 직접 추가하거나, 대시가 있는 줄로 목록을 다시 쓰거나, 액세스 항목을 쓰십시오.
finding-vc-008 = { $subject }: 없어진 네임스페이스에 가상 클러스터가 있습니다
finding-vc-008-fix = 네임스페이스와 EMR의 접근을 다시 만든 뒤 가상 클러스터를 삭제하십시오. 바로 삭제하면 ARRESTED가 될 수 있습니다.
finding-vc-009 = { $subject }: 예전 가상 클러스터가 쓰는 aws-auth보다 액세스 항목이 우선합니다
finding-vc-009-fix = 그 가상 클러스터에서 작업을 실행해 보십시오. 실패하면 삭제하고 새로 만들어 통합되게 하십시오.
finding-vc-010 = { $subject }: 예전 가상 클러스터가 쓰는 aws-auth를 이 클러스터는 무시합니다
finding-vc-010-fix = 옮길 수 없습니다. 하나씩 삭제하고 새로 만들면 EMR이 액세스 항목을 만듭니다.
finding-vc-011 = { $subject }: 가상 클러스터를 삭제하고 있습니다
finding-vc-011-fix = 기다리십시오. 사라질 때까지 네임스페이스와 EMR의 접근을 그대로 두십시오.
finding-vc-012 = { $subject }: 예전 가상 클러스터가 있습니다
finding-vc-012-fix = 참고하십시오. aws-auth의 EMR 항목을 유지하고, 통합된 가상 클러스터를 처음 만든 뒤에는 예전 것을 하나 시험해 보십시오.
finding-own-001 = { $subject }: 다른 도구가 관리하는 오브젝트입니다
finding-own-001-fix = 참고하십시오. 변경은 그 도구의 소스에서 하십시오. 이 프로그램은 이런 오브젝트를 변경하기 전에 확인을 요청합니다.

# 각 항목의 뜻.

explain-finding-mode-005 =
    API 모드의 클러스터는 aws-auth를 무시합니다. ConfigMap은 여전히 편집할 수 있고 eksctl도 성공했다고 알리지만 아무 효과가 없습니다. 거기 있는 EMR 항목을 본 사람은 접근이 허용되어 있다고 잘못 생각할 수 있습니다.
    .title = aws-auth에 EMR 항목이 있지만 읽히지 않습니다

explain-finding-entry-001 =
    이 가상 클러스터들은 통합된 것이어서 EMR이 서비스 연결 역할의 액세스 항목으로 들어옵니다. 그 항목이 없으므로 작업을 시작할 수 없습니다. 누군가 항목이나 역할을 삭제한 것입니다. EKS는 EMR이 아니면 이 항목을 만들지 못하게 하며, EMR은 가상 클러스터를 만들 때 만듭니다.
    .title = EMR의 액세스 항목이 없는데 이를 쓰는 가상 클러스터가 있습니다

explain-finding-entry-002 =
    액세스 항목은 EMR의 역할을 들여보내고, 액세스 정책 AmazonEMRJobPolicy는 어디에서 무엇을 할 수 있는지 정합니다. 이 정책이 없으면 EMR이 들어와도 아무것도 할 수 없습니다. 서비스 연결 역할의 항목은 EMR만 바꿀 수 있습니다.
    .title = EMR의 액세스 항목에 AmazonEMRJobPolicy가 없습니다

explain-finding-entry-003 =
    액세스 항목에는 사용자 이름이 있습니다. 따로 지정하지 않으면 EKS는 역할의 세션 이름을 쓰고, EMR의 예전 방식은 emr-containers를 씁니다. 이 이름은 둘 다 아닙니다. EMR이 어떤 이름을 쓰는지는 문서에 없으므로 잘못이라고 단정할 수는 없지만, emr-containers를 위한 RoleBinding과는 맞지 않습니다.
    .title = EMR의 액세스 항목이 예상하지 못한 Kubernetes 사용자를 만듭니다

explain-finding-entry-004 =
    EMR에는 그룹이 필요하지 않으며 필요한 권한은 액세스 정책이 줍니다. 항목의 그룹은 RoleBinding과 ClusterRoleBinding이 그 그룹에 주는 모든 권한을 모든 네임스페이스에서 갖게 합니다. EMR이 그룹을 설정한다는 기록은 없습니다.
    .title = EMR의 액세스 항목이 EMR을 Kubernetes 그룹에 넣습니다

explain-finding-entry-005 =
    AmazonEMRJobPolicy는 네임스페이스 목록에만 적용되며, EMR은 가상 클러스터를 만들 때마다 목록에 하나를 더합니다. 정책을 연결하면 목록이 통째로 바뀌므로 다른 누군가가 모르는 사이에 네임스페이스를 뺄 수 있습니다. 그러면 작업이 Unauthorized to perform read namespace로 실패합니다.
    .title = 정책의 범위에 통합된 가상 클러스터의 네임스페이스가 없습니다

explain-finding-entry-006 =
    EMR 항목의 정책이 클러스터 전체나 이름 패턴에 적용됩니다. 그러면 EMR은 아무도 열어 주지 않은 네임스페이스에서도 작업할 수 있습니다. EMR은 네임스페이스를 하나씩 적으므로 다른 누군가가 이렇게 바꾼 것입니다.
    .title = 정책의 범위가 개별 네임스페이스보다 넓습니다

explain-finding-entry-007 =
    한 역할에 둘 다 있으면 EKS는 액세스 항목을 쓰고 aws-auth의 항목은 무시합니다. 새 가상 클러스터에는 액세스 항목만 있으면 됩니다. 예전 가상 클러스터가 계속 동작하는지는 EMR이 항목에 쓰는 사용자 이름에 달려 있으며, 그 이름은 문서에 없습니다.
    .title = EMR의 역할이 액세스 항목과 aws-auth에 모두 있습니다

explain-finding-entry-008 =
    서비스 연결 역할의 항목을 읽으려면 eks:DescribeAccessEntry와 eks:ListAssociatedAccessPolicies 권한이 필요합니다. 일반 호출 주체가 이 항목을 읽을 수 있는지는 AWS가 확인해 주지 않았습니다. 그래서 범위와 사용자 이름을 알 수 없습니다.
    .title = EMR의 액세스 항목을 읽지 못했습니다

explain-finding-cluster-004 =
    노드는 kubelet이 준비되었다고 보고할 때 Ready가 됩니다. 노드 몇 개는 오갈 수 있지만 모두 한꺼번에 NotReady라면 대개 aws-auth가 원인입니다. 노드도 aws-auth(새 모드에서는 EKS가 만든 항목)로 들어오기 때문입니다. 그동안 EMR 작업은 실행될 곳을 찾지 못합니다.
    .title = 준비되지 않은 노드가 있습니다

explain-finding-cluster-005 =
    클러스터에 노드가 없습니다. 모두 Fargate에서 실행되거나 Auto Mode, Karpenter가 필요할 때 노드를 만든다면 정상입니다. 그렇지 않으면 작업이 SUBMITTED 상태로 남아 있다가 시간 초과로 끝납니다.
    .title = 노드가 없습니다

explain-finding-cluster-006 =
    aws-auth가 잘못되면 노드에서 가장 먼저 드러나므로 노드가 준비되었는지 확인합니다. 이번에는 읽지 못해 노드에 관해 알 수 있는 것이 없습니다. 다른 항목은 모두 그대로 확인했습니다.
    .title = 노드를 조회하지 못했습니다

explain-finding-cluster-007 =
    클러스터의 엔드포인트가 프라이빗입니다. 이름은 어디서나 확인되지만 VPC의 주소를 가리키므로, 밖에서 호출하면 오류가 아니라 시간 초과로 끝납니다. EMR에는 퍼블릭 엔드포인트가 필요하지 않습니다.
    .title = API 서버가 VPC 안에서만 응답합니다

explain-finding-cluster-008 =
    클러스터의 퍼블릭 엔드포인트에 허용 주소 목록(publicAccessCidrs)이 있습니다. 목록에 없는 주소에는 아무 응답도 하지 않아 네트워크가 끊긴 것처럼 보입니다. VPN이 바뀌거나 사무실을 옮기기만 해도 목록에서 벗어날 수 있습니다.
    .title = 퍼블릭 API 서버가 정해진 주소에만 응답합니다

explain-finding-kube-002 =
    API 서버가 401로 응답했습니다. 이 자격 증명을 들여보내도록 정한 곳이 없다는 뜻입니다. EKS에서는 IAM 정책이 아니라 액세스 항목과 aws-auth가 이를 정하므로, 계정 관리자라도 클러스터에는 들어갈 수 없을 수 있습니다. 다른 프로필이나 역할을 쓰고 있거나, 자격 증명이 만료되었거나, aws-auth에 경로가 포함된 역할 ARN이 적혀 있을 수도 있습니다.
    .title = Kubernetes가 이 자격 증명을 알지 못합니다

explain-finding-id-001 =
    Kubernetes 1.28 이상은 호출 주체가 어떤 사용자 이름과 그룹으로 인식되는지 알려 줍니다(SelfSubjectReview). 그보다 낮은 버전은 알려 주지 않으며, 서버가 거부할 수도 있습니다. 이름을 알면 액세스 항목과 aws-auth 가운데 어느 쪽으로 들어왔는지 알 수 있습니다.
    .title = Kubernetes가 어떤 사용자로 인식하는지 확인하지 못했습니다

explain-finding-id-002 =
    계정의 루트로 로그인했습니다. 루트는 AWS에서 모든 작업을 할 수 있고 제한할 방법이 없어 AWS도 쓰지 않기를 권합니다. 여기서 확인한 내용은 루트에만 해당하며, 나중에 작업할 역할에 관해서는 알려 주지 않습니다.
    .title = 호출 주체가 계정의 루트입니다

explain-finding-iam-006 =
    호출 주체의 정책이 이 작업을 어떻게 다루는지 IAM에 물었습니다(SimulatePrincipalPolicy). implicitDeny는 허용하는 정책이 없다는 뜻이고 explicitDeny는 금지하는 정책이 있다는 뜻입니다. 시뮬레이터는 세션 정책과 조직의 모든 규칙을 알지 못하므로 실제 호출의 결과는 다를 수 있습니다. 그래서 아무것도 막지 않습니다.
    .title = IAM 시뮬레이터에 따르면 호출 주체에 권한이 없습니다

explain-finding-iam-007 =
    가상 클러스터에 필요한 AWS 작업의 권한이 호출 주체에 있는지는 IAM 시뮬레이터에 물어볼 수 있으며, iam:GetRole과 iam:SimulatePrincipalPolicy 권한이 필요합니다. 답을 얻지 못해 확인하지 않았습니다. 역할이나 사용자가 아닌 세션은 시뮬레이션할 수 없습니다.
    .title = IAM 시뮬레이터에 물어보지 못했습니다

explain-finding-iam-008 =
    이 역할은 계정의 첫 가상 클러스터를 만들 때나 IAM에 요청할 때 생깁니다. 이 클러스터에는 아직 EMR과 관련된 것이 없으므로 없어도 문제가 되지 않습니다. 첫 가상 클러스터를 만드는 호출 주체에는 iam:CreateServiceLinkedRole 권한이 필요합니다.
    .title = EMR의 서비스 연결 역할이 아직 없습니다

explain-finding-iam-009 =
    정책 문을 자신의 역할에 추가하도록 선택했습니다. IAM은 이름이 같은 인라인 정책을 알리지 않고 덮어쓰므로, 이미 있는 정책을 먼저 읽어야 합니다. 읽을 수 없어서 확인하지 않은 채로는 아무것도 추가하지 않습니다.
    .title = 호출 주체 역할의 정책을 읽지 못했습니다

explain-finding-rbac-007 =
    Role을 저장하지 않고 써 보았더니(dry run) API 서버가 거부했습니다. "attempting to grant RBAC permissions not currently held"는 자신에게 없는 권한을 EMR에 주려 하며 escalate 동사도 없다는 뜻입니다. AmazonEKSAdminPolicy에는 escalate가 없습니다. 그 밖의 거부는 승인 웹훅에서 나온 것입니다.
    .title = API 서버가 이 Role을 거부합니다

explain-finding-rbac-008 =
    Role이 받아들여질지 가장 확실하게 아는 방법은 dry run입니다. 서버가 권한 상승과 웹훅까지 모두 검사하고 저장하지는 않습니다. 이번에는 할 수 없었습니다. dry run을 허용하지 않는 웹훅도 있습니다. 그래서 확인하지 않았습니다.
    .title = API 서버가 Role을 받아들이는지 시험하지 못했습니다

explain-finding-rbac-009 =
    Kubernetes가 거부해 Role이나 RoleBinding을 읽지 못했습니다. 읽지 못하면 EMR에 필요한 것이 있는지 알 수 없고, 이 프로그램은 보지 못한 것을 변경하지 않습니다. 없는 권한은 이 오브젝트 하나에 대한 get입니다.
    .title = 필요한 정보를 읽을 권한이 없습니다

explain-finding-rbac-011 =
    RoleBinding이나 예전 가상 클러스터가 있는데 필요한 Role이 없습니다. Role이 없는 RoleBinding은 아무 권한도 주지 않습니다. AWS 문서의 첫 번째 명령은 그대로 붙여 넣으면 아무것도 적용하지 않아 바로 이런 상태가 됩니다.
    .title = Role emr-containers가 없습니다

explain-finding-rbac-012 =
    Role만으로는 누구에게도 권한이 생기지 않습니다. 이름이 같은 RoleBinding이 있어야 EMR이 들어올 때의 사용자 emr-containers에 권한이 주어집니다. 없으면 EMR은 Unauthorized to perform read namespace를 받습니다.
    .title = RoleBinding emr-containers가 없습니다

explain-finding-rbac-013 =
    EMR은 aws-auth가 정한 사용자, 보통 emr-containers로 들어오고 RBAC은 그 이름으로 비교합니다. 이 RoleBinding에는 다른 대상만 있으므로 EMR은 들어와도 아무것도 할 수 없습니다.
    .title = RoleBinding에 사용자 emr-containers가 없습니다

explain-finding-rbac-014 =
    Role이 허용하는 것을 이 버전의 AWS 문서 규칙과 동사별로 비교했습니다. 없는 권한은 작업을 실행할 때에야 드러납니다. EMR은 작업의 서비스 계정에 권한을 넘겨 주는데, 자신에게 없는 권한은 넘길 수 없기 때문입니다. 대표적인 오류는 persistentvolumeclaims is forbidden입니다.
    .title = EMR에 필요한 권한이 Role에 없습니다

explain-finding-ns-004 =
    Kubernetes가 네임스페이스가 있는지 알려 주기를 거부했거나 연결할 수 없었습니다. 액세스 항목 방식은 클러스터 안에 아무것도 쓰지 않으므로 진행할 수 있습니다. Role을 읽었다면 그 네임스페이스는 있는 것입니다.
    .title = 네임스페이스가 있는지 읽지 못했습니다

explain-finding-ns-005 =
    이 네임스페이스에는 Role도 RoleBinding도 가상 클러스터도 없어 EMR이 작업할 수 없습니다. 처음에는 모든 네임스페이스가 이렇습니다. 전에 설정한 적이 있다면 누군가 되돌린 것입니다.
    .title = EMR이 이 네임스페이스에 들어올 방법이 없습니다

explain-finding-ns-006 =
    네임스페이스를 지정하지 않으면 emr-containers라는 Role이나 RoleBinding, 가상 클러스터가 있거나 EMR의 액세스 항목에 포함된 네임스페이스를 확인합니다. 첫 번째 목록을 읽지 못해 빠진 네임스페이스가 있을 수 있습니다.
    .title = EMR의 오브젝트가 있는 네임스페이스를 조회하지 못했습니다

explain-finding-auth-006 =
    aws-auth에 mapRoles 키가 없거나 data가 비어 있습니다. 그러면 어떤 역할도 이것으로 들어올 수 없습니다. CONFIG_MAP 모드에서는 노드에 필요하며, 새 모드에서는 노드에 자체 항목이 있습니다.
    .title = mapRoles가 없습니다

explain-finding-auth-007 =
    EKS는 aws-auth의 키 mapRoles, mapUsers, mapAccounts를 정확히 비교합니다. 대소문자만 달라도 없는 것과 같으며 알려 주지도 않습니다. 어느 쪽을 의도했는지 알 수 없으므로 이 프로그램은 그런 키 옆에 아무것도 추가하지 않습니다.
    .title = 대소문자가 달라 EKS가 이 키를 무시합니다

explain-finding-auth-008 =
    ConfigMap에 immutable: true가 설정되어 있습니다. Kubernetes는 이 표시를 없애는 것까지 포함해 모든 변경을 거부합니다. EKS는 전과 같이 읽습니다. 모드가 허용하면 aws-auth가 필요 없는 액세스 항목을 쓸 수 있습니다.
    .title = aws-auth가 변경 불가(immutable)입니다

explain-finding-auth-009 =
    ConfigMap에 deletionTimestamp가 있어 finalizer가 끝나는 대로 사라집니다. 그러면 인증기가 모든 매핑을 버립니다. CONFIG_MAP 모드에서는 클러스터를 만든 자격 증명만 들어올 수 있게 됩니다.
    .title = aws-auth를 삭제하고 있습니다

explain-finding-auth-010 =
    이 텍스트를 YAML로 해석할 수 없습니다. 이렇게 되면 EKS는 이 섹션에서 아무것도 읽지 않습니다. mapRoles라면 노드를 포함한 모든 역할이 접근을 잃습니다. 알림은 없고 컨트롤 플레인 로그에 한 줄이 남을 뿐입니다.
    .title = 올바른 YAML이 아닙니다

explain-finding-auth-011 =
    YAML은 공백으로만 들여쓰며 탭은 오류입니다. 편집기가 보이지 않게 넣는 경우가 많습니다. 이렇게 되면 EKS는 이 섹션에서 아무것도 읽지 않습니다. mapRoles라면 노드를 포함한 모든 역할이 접근을 잃습니다. 알림은 없고 컨트롤 플레인 로그에 한 줄이 남을 뿐입니다.
    .title = 공백이 와야 할 곳에 탭이 있습니다

explain-finding-auth-012 =
    YAML은 제어 문자를 허용하지 않으며, 터미널이나 문서에서 복사할 때 들어오곤 합니다. 이렇게 되면 EKS는 이 섹션에서 아무것도 읽지 않습니다. mapRoles라면 노드를 포함한 모든 역할이 접근을 잃습니다. 알림은 없고 컨트롤 플레인 로그에 한 줄이 남을 뿐입니다.
    .title = YAML에 쓸 수 없는 제어 문자가 있습니다

explain-finding-auth-013 =
    YAML에서 여는 중괄호 두 개는 매핑의 시작이므로, SessionName을 이중 중괄호로 감싼 템플릿은 따옴표 안에 있거나 다른 글자 뒤에 있어야 합니다. 이렇게 되면 EKS는 이 섹션에서 아무것도 읽지 않습니다. mapRoles라면 노드를 포함한 모든 역할이 접근을 잃습니다. 알림은 없고 컨트롤 플레인 로그에 한 줄이 남을 뿐입니다.
    .title = 템플릿에 따옴표가 없습니다

explain-finding-auth-014 =
    키 자리에 목록이나 매핑, 빈 값이 있습니다. 이 텍스트는 JSON으로 바뀌는데 JSON의 키는 문자열뿐입니다. 이렇게 되면 EKS는 이 섹션에서 아무것도 읽지 않습니다. mapRoles라면 노드를 포함한 모든 역할이 접근을 잃습니다. 알림은 없고 컨트롤 플레인 로그에 한 줄이 남을 뿐입니다.
    .title = 키가 문자열이 아닙니다

explain-finding-auth-015 =
    무한대와 NaN은 YAML에서는 숫자지만, 이 텍스트가 바뀔 JSON에는 없습니다. 이렇게 되면 EKS는 이 섹션에서 아무것도 읽지 않습니다. mapRoles라면 노드를 포함한 모든 역할이 접근을 잃습니다. 알림은 없고 컨트롤 플레인 로그에 한 줄이 남을 뿐입니다.
    .title = JSON에 담을 수 없는 숫자입니다

explain-finding-auth-016 =
    병합 키 뒤에는 매핑이나 매핑의 목록이 와야 하며, 다른 값은 오류입니다. 이렇게 되면 EKS는 이 섹션에서 아무것도 읽지 않습니다. mapRoles라면 노드를 포함한 모든 역할이 접근을 잃습니다. 알림은 없고 컨트롤 플레인 로그에 한 줄이 남을 뿐입니다.
    .title = 병합 키에 매핑이 없습니다

explain-finding-auth-017 =
    자기 자신이나 서로를 여러 번 가리키는 별칭은 메모리를 채우므로 해석이 중단됩니다. 이렇게 되면 EKS는 이 섹션에서 아무것도 읽지 않습니다. mapRoles라면 노드를 포함한 모든 역할이 접근을 잃습니다. 알림은 없고 컨트롤 플레인 로그에 한 줄이 남을 뿐입니다.
    .title = 별칭이 끝없이 확장됩니다

explain-finding-auth-018 =
    이 프로그램은 이렇게 깊이 중첩된 목록과 매핑을 읽지 않으며, 읽지 않은 텍스트는 편집하지 않습니다. EKS가 어떻게 읽는지는 알 수 없습니다. 처리를 느리게 하려고 일부러 넣은 것일 수도 있습니다.
    .title = 너무 깊이 중첩되어 읽지 않았습니다

explain-finding-auth-019 =
    이 섹션은 ConfigMap에 들어갈 수 있는 크기나 이 프로그램이 읽는 크기를 넘습니다. 읽지 않은 것은 편집하지 않습니다. EKS가 어디까지 읽는지는 여기서 알 수 없습니다.
    .title = 너무 커서 읽지 않았습니다

explain-finding-auth-020 =
    각 섹션은 항목마다 하나씩 있는 목록입니다. 그냥 문자열이나 대시가 없는 매핑은 목록이 아닙니다. 이렇게 되면 EKS는 이 섹션에서 아무것도 읽지 않습니다. mapRoles라면 노드를 포함한 모든 역할이 접근을 잃습니다. 알림은 없고 컨트롤 플레인 로그에 한 줄이 남을 뿐입니다.
    .title = 목록이 아닙니다

explain-finding-auth-021 =
    목록의 한 항목이 문자열이나 목록이거나 비어 있습니다. EKS는 그 항목만 버리고 나머지를 읽습니다. 대시가 하나 더 들어간 경우가 많습니다.
    .title = 매핑이 아닌 항목이며 EKS가 버립니다

explain-finding-auth-022 =
    mapRoles의 항목에는 rolearn이나 sso가, mapUsers의 항목에는 userarn이 있어야 합니다. 이 항목에는 없어서 EKS가 버리고 나머지를 읽습니다. 키 이름이 잘못되었을 수도 있습니다.
    .title = ARN이 없는 항목이며 EKS가 버립니다

explain-finding-auth-023 =
    항목은 역할이나 권한 세트 가운데 하나와 일치해야 합니다. 둘 다 있으면 EKS는 어느 쪽인지 알 수 없어 그 항목을 버리고 나머지를 읽습니다.
    .title = Rolearn과 sso가 모두 있는 항목이며 EKS가 버립니다

explain-finding-auth-024 =
    sso 조건에는 권한 세트와 계정을 적습니다. 이름이 없거나 계정이 12자리 문자열이 아닙니다. 따옴표가 없으면 숫자가 되어 버려집니다. EKS는 이 항목을 버립니다.
    .title = Sso 조건을 쓸 수 없는 항목이며 EKS가 버립니다

explain-finding-auth-025 =
    목록이 와야 할 곳에 문자열이 있거나(groups: system:masters), 문자열이 와야 할 곳에 숫자나 yes가 있습니다. 인증기는 그 필드 없이 항목을 읽습니다. 그래서 역할이 그룹이나 이름 없이 들어오게 되며 알려 주지도 않습니다.
    .title = 형식이 맞지 않는 필드이며 EKS는 항목은 두고 필드만 버립니다

explain-finding-auth-026 =
    Kubernetes는 호출 주체를 사용자 이름으로 압니다. 이름이 비어 있으면 사용자를 대상으로 하는 RoleBinding이 맞지 않고 그룹이 주는 권한만 남습니다.
    .title = 사용자 이름이 없는 항목입니다

explain-finding-auth-027 =
    목록 항목이 한 단계 더 들여쓰여 있습니다. YAML은 두 줄을 "a - b" 같은 문자열 하나로 읽는데 그런 그룹은 없습니다. 노드 역할이라면 노드가 NotReady가 됩니다.
    .title = 여러 그룹처럼 보이지만 그룹 하나입니다

explain-finding-auth-028 =
    인증기는 대소문자를 가리지 않고 ARN마다 항목 하나만 두며 마지막 항목이 적용됩니다. 이 항목이 주는 것은 사라집니다. 항목을 추가하기만 하는 도구가 이런 중복을 만듭니다.
    .title = 같은 ARN의 뒤 항목이 이 항목을 대신합니다

explain-finding-auth-029 =
    같은 ARN의 항목 두 개가 같은 내용입니다. EKS는 마지막 것을 쓰므로 잃는 것은 없습니다. 나중에 하나만 고치면 다른 하나를 잊기 쉽습니다.
    .title = 뒤 항목이 이 항목을 되풀이합니다

explain-finding-auth-030 =
    인증기는 STS에서 호출 주체를 알아내는데 세션 ARN에는 경로가 없으므로 role/이름과 비교합니다. IAM Identity Center나 서비스 연결 역할처럼 경로가 있는 ARN은 결코 같아지지 않습니다. 오류는 어디에도 나타나지 않습니다.
    .title = 경로가 있는 ARN은 절대 일치하지 않습니다

explain-finding-auth-031 =
    assumed-role ARN은 역할의 세션 하나를 가리킵니다. 인증기는 호출 주체의 세션을 역할의 ARN으로 바꾼 뒤 비교하므로 이 줄은 어떤 것과도 같아지지 않습니다.
    .title = 세션의 ARN은 절대 일치하지 않습니다

explain-finding-auth-032 =
    aws-auth는 ARN 전체를 비교합니다. 별표와 물음표는 글자 그대로 취급되는데 역할 이름에는 쓸 수 없으므로 이 항목으로는 아무도 들어오지 못합니다.
    .title = 여기서는 ARN에 와일드카드를 쓸 수 없습니다

explain-finding-auth-033 =
    항목이 다른 것을 가리킵니다. mapRoles에 사용자나 인스턴스 프로파일이 있거나, 템플릿의 자리 표시가 그대로이거나, 계정의 자릿수가 모자랍니다. 누구와도 일치하지 않으며 오류도 나타나지 않습니다.
    .title = 여기에 필요한 종류의 ARN이 아닙니다

explain-finding-auth-034 =
    mapAccounts에는 모든 자격 증명이 자신의 ARN으로 들어올 수 있는 계정을 적습니다. 이 항목은 12자리 숫자가 아니므로 아무도 들어오지 못합니다.
    .title = MapAccounts의 항목이 계정이 아닙니다

explain-finding-auth-035 =
    한 항목에 같은 키가 둘이면 EKS는 마지막 것을 씁니다. 대소문자를 가리지 않으므로 rolearn과 roleARN은 같은 키입니다. 두 항목 사이의 대시가 사라져 한 항목이 없어진 것일 수 있습니다.
    .title = 한 항목에 같은 키가 두 번 있습니다

explain-finding-auth-036 =
    앵커와 별칭은 텍스트의 한 곳이 다른 곳을 대신하게 합니다. EKS는 잘 읽습니다. 다만 한 곳을 바꾸면 다른 곳도 바뀌므로 이 프로그램은 그대로 둡니다.
    .title = 앵커나 별칭이 있습니다

explain-finding-auth-037 =
    병합 키는 다른 매핑의 키를 가져옵니다. EKS는 따르지만 따르지 않는 도구가 많아 서로 다른 aws-auth를 보게 됩니다. 이 프로그램은 텍스트를 그대로 둡니다.
    .title = 병합 키가 있습니다

explain-finding-auth-038 =
    !!str 같은 태그는 값의 종류를 알려 줍니다. EKS는 읽지만 읽지 못하는 도구도 있습니다. 따옴표로 같은 일을 할 수 있으므로 여기에는 필요하지 않습니다.
    .title = YAML 태그가 있습니다

explain-finding-auth-039 =
    EKS는 섹션의 첫 문서만 읽습니다. 대시 세 개로 된 줄 뒤의 내용이나 첫 항목보다 덜 들여쓴 목록 항목은 읽지 않습니다. 그 항목으로는 아무도 들어오지 못합니다.
    .title = 첫 YAML 문서 뒤의 텍스트를 EKS가 읽지 않습니다

explain-finding-auth-040 =
    어떤 문자는 EKS가 읽는 YAML에서는 줄을 끝내지만 새 YAML에서는 그렇지 않고, 반대인 경우도 있습니다. 그래서 주석이 항목을 사람에게만 숨길 수 있습니다. 키보드로 입력되는 일은 거의 없습니다.
    .title = YAML 해석기마다 다르게 읽는 줄 바꿈이 있습니다

explain-finding-auth-041 =
    커서를 움직이거나 글의 방향을 바꾸거나 보이지 않는 문자가 값에 있습니다. 여기서는 이스케이프해 표시했습니다. 다른 곳에서는 다른 값처럼 보여 자격 증명을 착각하게 할 수 있습니다.
    .title = 값에 제어 문자나 방향 문자, 보이지 않는 문자가 있습니다

explain-finding-auth-042 =
    ConfigMap에는 1MiB까지 들어갑니다. Kubernetes는 더 큰 것을 거부하고, 이 프로그램은 900KiB를 넘는 편집을 거부합니다. 그러면 노드 역할도 사용자도 더 추가할 수 없습니다.
    .title = aws-auth가 ConfigMap의 최대 크기에 가깝습니다

explain-finding-auth-043 =
    EKS는 이 ConfigMap에서 mapRoles, mapUsers, mapAccounts만 읽으며 binaryData도 읽지 않습니다. 다른 누군가가 자신의 내용을 보관하고 있을 수 있습니다.
    .title = EKS가 읽지 않는 키입니다

explain-finding-auth-044 =
    aws-auth가 맞아 보이는데 Unauthorized to perform read namespace가 나는 가장 흔한 이유입니다. IAM은 서비스 연결 역할을 경로와 함께 보여 주는데 그대로 복사한 것입니다. aws-auth에는 경로 없이 써야 합니다.
    .title = EMR의 역할이 절대 일치하지 않는 ARN으로 적혀 있습니다

explain-finding-auth-045 =
    이름이 조금 다르거나 계정 또는 파티션이 다른 서비스 연결 역할이 적혀 있습니다. 아무와도 일치하지 않거나 다른 대상과 일치합니다. AWSServiceRoleForEMRContainers, 예제에서 복사한 계정, 중국 리전의 arn:aws가 대표적입니다.
    .title = EMR의 것처럼 보이지만 아닌 항목입니다

explain-finding-auth-046 =
    EMR에는 그룹이 필요하지 않습니다. 공개된 예제 중에 EMR의 역할을 system:masters에 넣는 것이 있는데, 이 그룹은 모든 네임스페이스에서 Kubernetes의 모든 검사를 통과합니다. 작업을 시작할 수 있는 사람은 누구나 그 권한을 쓸 수 있습니다.
    .title = EMR 항목이 EMR을 Kubernetes 그룹에 넣습니다

explain-finding-auth-047 =
    EMR을 위한 Role과 RoleBinding이나 예전 가상 클러스터가 있는데, EMR의 역할을 사용자 emr-containers로 만드는 항목이 없습니다. 그러면 EMR은 Unauthorized to perform read namespace를 받습니다. aws-auth를 통째로 덮어쓴 경우가 많습니다.
    .title = aws-auth로 EMR이 들어올 수 없는데 이에 의존하는 것이 있습니다

explain-finding-auth-048 =
    mapAccounts는 mapRoles와 mapUsers에서 찾지 못했을 때 확인합니다. 계정의 각 자격 증명은 그룹 없이 자신의 ARN을 사용자 이름으로 받습니다. 무엇을 할 수 있는지는 그 이름의 RoleBinding에 달려 있으며 보통은 없습니다.
    .title = 계정 전체가 들어올 수 있습니다

explain-finding-auth-049 =
    인증기가 사용자 이름에서 채우는 템플릿은 다섯 가지입니다. 대소문자나 중괄호 안의 공백 때문에 그중 하나가 아니게 되었을 수 있습니다. 그러면 의도와 다른 사용자 이름이 되어 RoleBinding이 맞지 않습니다.
    .title = 인증기의 템플릿이 아닙니다

explain-finding-auth-050 =
    노드가 있고 클러스터는 aws-auth만 읽는데 노드의 그룹이 있는 항목이 없습니다. 새 줄 하나만 있는 ConfigMap으로 덮어쓰면 이렇게 됩니다. 노드는 토큰이 만료되는 대로 NotReady가 됩니다.
    .title = 노드가 들어올 수 있는 항목이 없습니다

explain-finding-auth-051 =
    EKS는 여기서 따옴표 없는 숫자를 읽습니다. JSON이나 새 YAML 규칙으로 읽는 도구는 그렇지 않아 eksctl은 오류로 멈추고, 앞의 0을 없애는 도구도 있습니다.
    .title = 따옴표가 없는 계정 번호입니다

explain-finding-auth-052 =
    사용자에 대해서 인증기는 두 가지 표기를 모두 두고 대소문자 없이 비교합니다. 어느 쪽을 먼저 찾는지는 정해져 있지 않아 다시 시작할 때마다 그룹이 달라질 수 있습니다.
    .title = ARN의 대소문자만 다른 사용자가 둘 있습니다

explain-finding-auth-053 =
    sso 항목은 IAM Identity Center 권한 세트의 역할을 들여보냅니다. 인증기는 특정 기능이 켜져 있을 때만 쓰며 EKS에서 켜져 있는지는 알 수 없으므로 시험해 보십시오. eksctl은 쓸 때 이런 항목을 없앱니다.
    .title = 권한 세트와 일치하는 항목입니다

explain-finding-auth-054 =
    EMR을 위한 RoleBinding은 사용자 emr-containers를 가리킵니다. aws-auth가 이 사용자로 만드는 역할은 모든 네임스페이스에서 EMR의 권한을 갖습니다. 잘못된 역할로 시도한 흔적일 때도 있습니다.
    .title = 다른 역할이 사용자 emr-containers로 들어옵니다

explain-finding-auth-055 =
    여러 줄에 걸친 대괄호처럼 새 항목을 확실하게 넣을 수 없는 형식입니다. EKS에는 문제가 없습니다. 이 프로그램은 다른 사람이 쓴 것을 고쳐 쓰지 않습니다.
    .title = EKS는 잘 읽지만 이 프로그램은 편집하지 않습니다

explain-finding-vc-008 =
    가상 클러스터가 가리키는 네임스페이스가 클러스터에 없어 작업을 실행할 수 없습니다. 네임스페이스를 먼저 지우고 가상 클러스터를 삭제하면 EMR이 정리할 곳을 찾지 못해 ARRESTED로 끝나는 일이 많습니다.
    .title = 없어진 네임스페이스에 가상 클러스터가 있습니다

explain-finding-vc-009 =
    같은 역할이면 액세스 항목이 aws-auth보다 우선합니다. 이 항목의 사용자는 emr-containers가 아닌데, 예전 가상 클러스터의 RoleBinding은 emr-containers를 위한 것입니다. 어떻게 되는지 AWS가 확인해 주지는 않았지만 Kubernetes의 규칙대로라면 접근을 잃습니다.
    .title = 예전 가상 클러스터가 쓰는 aws-auth보다 액세스 항목이 우선합니다

explain-finding-vc-010 =
    액세스 항목이 나오기 전의 가상 클러스터는 계속 aws-auth로 들어옵니다. 그런데 이 클러스터는 이제 API 모드여서 aws-auth를 읽지 않으며 되돌릴 수도 없습니다. 그 가상 클러스터의 작업은 시작되지 않습니다.
    .title = 예전 가상 클러스터가 쓰는 aws-auth를 이 클러스터는 무시합니다

explain-finding-vc-011 =
    EMR이 가상 클러스터를 삭제하면서 네임스페이스를 정리하고 있습니다. 그 전에 접근이 없어지면 ARRESTED가 됩니다. 삭제가 끝나면 그 네임스페이스에 다른 가상 클러스터를 만들 수 있습니다.
    .title = 가상 클러스터를 삭제하고 있습니다

explain-finding-vc-012 =
    이 가상 클러스터들은 aws-auth로 들어오며 지금은 잘 동작합니다. 통합된 가상 클러스터를 처음 만들면 같은 역할의 액세스 항목이 생기고, 이것이 aws-auth보다 우선합니다. EMR이 어떤 사용자 이름을 쓰는지는 문서에 없어 예전 것이 접근을 잃을 수 있습니다. AWS가 확인한 내용은 아닙니다.
    .title = 예전 가상 클러스터가 있습니다

explain-finding-own-001 =
    managedFields, 레이블, 주석에 Argo CD, Flux, Terraform, Helm 같은 도구의 표시가 있습니다. 이런 도구는 자신의 소스와 다른 부분을 바로 또는 다음 실행 때 되돌립니다. 여기서 바꾼 내용은 남지 않습니다.
    .title = 다른 도구가 관리하는 오브젝트입니다
