# 선택한 네임스페이스의 Fargate: 프로필과 그에 딸린 것

step-create-fargate-profile = Fargate 프로필 { $name }
step-create-fargate-profile-why = 프로필이 선택하면 { $namespaces }의 포드가 직접 관리하는 노드 없이 Fargate에서 실행됩니다. 나머지는 그대로입니다. 프로필은 나중에 바꿀 수 없습니다.
undo-delete-fargate-profile = Fargate 프로필 { $name }{ JOSA($name, "을/를") } 삭제합니다. 해당 포드는 종료되고 다른 실행 위치를 기다립니다.
explain-step-create-fargate-profile =
    Fargate 프로필을 만듭니다. 프로필은 네임스페이스와 레이블로 포드를 선택합니다. 만들어질 때 조건에 맞는 포드는 각각 별도의 Fargate 머신에서 실행됩니다. 이미 실행 중인 포드는 그대로입니다.

    EKS는 클러스터의 프로필을 한 번에 하나씩 처리하므로 이 단계는 먼저 다른 프로필이 끝나기를 기다립니다. 그다음 프로필이 ACTIVE가 될 때까지 기다립니다. 1분 이상 걸리며 최대 10분 동안 기다립니다. 역할의 kubelet은 EKS가 aws-auth의 줄이나 FARGATE_LINUX 유형의 액세스 항목(access entry)으로 직접 허용합니다.

    서브넷은 프라이빗이어야 합니다. 이 프로그램은 라우팅 테이블을 보지 않습니다. 퍼블릭 서브넷이면 EKS가 그 ID를 밝히며 거부합니다.

    레이블이 없는 선택기(selector)는 네임스페이스의 모든 포드(작업 실행기, 드라이버, 익스큐터)를 Fargate에 둡니다. 레이블이 있으면 작업에 그 레이블을 지정해야 하고(spark.kubernetes.driver.label.X, spark.kubernetes.executor.label.X), 작업을 제출하는 포드가 실행될 곳이 따로 필요합니다.
    .title = 단계: Fargate 프로필 생성

group-fargate = Fargate

finding-fargate-001 = { $subject }: 이 파티션에서는 EKS가 Fargate에서 포드를 실행하지 않습니다
finding-fargate-001-fix = Fargate 플래그를 빼십시오. 이 파티션에서는 포드가 노드에서 실행됩니다.
explain-finding-fargate-001 =
    AWS GovCloud 사용 설명서에 따르면 그곳의 Amazon EKS는 Fargate에서 포드를 실행하지 않습니다. 확인할 포드 실행 역할도 만들 프로필도 없습니다.
    .title = 이곳에는 Fargate가 없습니다

finding-fargate-002 = { $subject }: Fargate 프로필을 읽을 수 없습니다
finding-fargate-002-fix = eks:ListFargateProfiles와 eks:DescribeFargateProfile 권한을 요청하거나 Fargate 플래그를 빼십시오.
explain-finding-fargate-002 =
    프로필은 만든 뒤에 바꿀 수 없고 이름은 한 번만 쓸 수 있습니다. 목록이 없으면 이름이 비어 있는지, 다른 프로필이 이미 네임스페이스를 선택하는지, EKS가 다른 프로필을 처리하는 중인지 알 수 없습니다.
    .title = Fargate 프로필을 읽을 수 없습니다

finding-fargate-003 = 역할 { $subject }: 이미 있는 이름입니다
finding-fargate-003-fix = 다른 이름을 고르거나 있는 역할을 쓰십시오. 그대로 쓰려면 --fargate-role, 이 클러스터에 열려면 --repair-fargate-role입니다.
explain-finding-fargate-003 =
    IAM은 경로와 관계없이 대소문자를 구분하지 않고 역할 이름을 비교합니다. 같은 이름의 역할이 있지만 이 클러스터의 Fargate를 허용하지 않으므로 만들려는 역할이 아닙니다.
    .title = 이미 있는 역할 이름입니다

finding-fargate-004 = 역할 { $subject }: 없습니다
finding-fargate-004-fix = 이름을 확인하거나 역할을 만드십시오: --create-fargate-role { $subject }
explain-finding-fargate-004 =
    지정한 포드 실행 역할이 이 계정에 없습니다. Fargate 프로필에는 있는 역할이 필요합니다. 이름의 철자와 로그인한 계정을 확인하십시오.
    .title = 포드 실행 역할이 없습니다

finding-fargate-005 = 역할 { $subject }: 읽을 수 없습니다
finding-fargate-005-fix = 이 역할에 대한 iam:GetRole 권한을 요청하십시오. 읽을 수 없는 것은 쓰지도 바꾸지도 않습니다.
explain-finding-fargate-005 =
    역할이 이 클러스터의 Fargate를 허용하는지는 신뢰 정책에 있고, 읽어야만 알 수 있습니다. 읽지 못한 역할은 다른 클러스터가 쓰고 있을 수도 있습니다.
    .title = 포드 실행 역할을 읽을 수 없습니다

finding-fargate-006 = 역할 { $subject }: 경로가 있습니다
finding-fargate-006-fix = 경로는 바꿀 수 없습니다. --create-fargate-role로 /에 역할을 만드십시오.
explain-finding-fargate-006 =
    AWS는 경로가 /인 포드 실행 역할을 요구합니다. aws-auth는 경로가 있는 역할을 찾지 못하므로 kubelet이 들어오지 못합니다.
    .title = 포드 실행 역할에 경로가 있습니다

finding-fargate-007 = { $subject }의 신뢰 정책을 그대로 둡니다
finding-fargate-007-fix = emr-onramp fargate-role check로 무엇이 막는지 확인해 직접 고치거나 다른 역할을 만드십시오.
explain-finding-fargate-007 =
    정책을 안전하게 읽을 수 없거나, 무엇을 추가해도 Fargate가 허용되지 않습니다. 거부하는 문이 있거나 정책이 IAM의 한도보다 길어집니다. 무언가를 빼는 것은 소유자가 결정할 일입니다.
    .title = 신뢰 정책을 편집하지 않습니다

finding-fargate-008 = 역할 { $subject }: 이 클러스터에서 동작하지 않습니다
finding-fargate-008-fix = 신뢰 정책이나 관리형 정책이 원인이면 --repair-fargate-role { $subject }, 아니면 다른 역할을 쓰십시오.
explain-finding-fargate-008 =
    그대로 쓰는 역할은 이 클러스터의 프로필에 대해 Fargate를 허용하고, 권한 경계 안에서도 이미지를 가져올 수 있고, 계정에서 직접 관리하는 역할이어야 합니다. 그렇지 않으면 EKS가 프로필을 거부하거나 포드가 시작되지 않습니다.
    .title = 쓸 수 없는 포드 실행 역할입니다

finding-fargate-009 = 역할 { $subject }: 동작하지만 다른 계정의 프로필도 쓸 수 있습니다
finding-fargate-009-fix = emr-onramp fargate-role repair --harden으로 닫으십시오. 먼저 누가 쓰는지 보여 줍니다.
explain-finding-fargate-009 =
    aws:SourceArn 조건이 없으면 서비스가 다른 계정의 프로필에 대해서도 이 역할을 쓸 수 있습니다(AWS: 혼동된 대리자 문제). 그래도 동작은 합니다.
    .title = 열려 있는 포드 실행 역할입니다

finding-fargate-010 = 역할 { $subject }: EC2 노드의 역할입니다
finding-fargate-010-fix = 다른 역할을 쓰십시오. AWS는 노드와 다른 역할을 요구합니다.
explain-finding-fargate-010 =
    포드 실행 역할과 노드 역할은 달라야 합니다(EKS 사용 설명서). 액세스 항목은 유형이 하나이고 aws-auth의 줄은 사용자가 하나라서, 한 역할로 두 종류의 노드를 허용할 수 없습니다.
    .title = 포드 실행 역할이 노드 역할입니다

finding-fargate-011 = 역할 { $subject }: kubelet이 제대로 허용되어 있지 않습니다
finding-fargate-011-fix = emr-onramp fargate-role check로 확인하십시오. 없는 줄이나 항목은 새 프로필을 만들 때 EKS가 쓰고, 잘못된 것은 직접 고쳐야 합니다.
explain-finding-fargate-011 =
    EKS는 aws-auth의 줄이나 FARGATE_LINUX 유형의 액세스 항목으로 Fargate 노드의 kubelet을 허용합니다. 인증 모드를 바꾼 뒤 이것을 잃은 클러스터가 있으며, 그러면 새 포드가 시작되지 않습니다.
    .title = kubelet이 허용되어 있지 않습니다

finding-fargate-012 = Fargate 프로필 { $subject }: 선택기(selector)가 EKS의 한도인 5개보다 많습니다
finding-fargate-012-fix = 프로필 하나에는 네임스페이스를 다섯 개까지만 고르고, 나머지는 다음 실행에서 두 번째 프로필로 만드십시오.
explain-finding-fargate-012 =
    Fargate 프로필의 선택기는 한 개에서 다섯 개이고, 이 프로그램은 네임스페이스마다 하나를 만듭니다. 선택기에 와일드카드를 쓰면 하나로 여러 네임스페이스를 선택할 수 있으며, 그런 프로필은 직접 만들어야 합니다.
    .title = 프로필의 선택기가 너무 많습니다

finding-fargate-013 = Fargate 프로필 { $subject }: 이미 있고 내용이 다릅니다
finding-fargate-013-fix = --fargate-profile로 다른 이름을 고르십시오. 프로필은 바꿀 수 없으므로 교체하려면 새로 만들고 예전 것을 삭제하십시오.
explain-finding-fargate-013 =
    같은 이름의 프로필이 있지만 역할이나 서브넷이나 선택기가 다릅니다. EKS에는 프로필을 바꾸는 방법이 없고, 이름은 클러스터에서 한 번만 쓸 수 있습니다.
    .title = 이미 있는 프로필 이름입니다

finding-fargate-014 = Fargate 프로필 { $subject }: 실패한 채 목록에 남아 있습니다
finding-fargate-014-fix = 삭제하거나 다른 이름을 고르십시오: aws eks delete-fargate-profile
explain-finding-fargate-014 =
    EKS는 만들거나 삭제하지 못한 프로필을 원인과 함께 남겨 둡니다. 삭제해야 이름을 다시 쓸 수 있습니다. 원인을 먼저 확인하십시오.
    .title = 실패한 프로필이 막고 있습니다

finding-fargate-015 = EKS가 Fargate 프로필 { $subject }{ JOSA($subject, "을/를") } 처리하고 있습니다
finding-fargate-015-fix = 할 일이 없습니다. 실행이 끝나기를 기다립니다.
explain-finding-fargate-015 =
    EKS는 클러스터의 프로필을 한 번에 하나씩 만들거나 삭제하고 그동안 다른 요청을 거부합니다. 몇 분이 걸립니다.
    .title = EKS가 다른 프로필을 처리하고 있습니다

finding-fargate-016 = { $subject }: 이미 모든 포드를 선택하는 Fargate 프로필이 있습니다
finding-fargate-016-fix = 이 네임스페이스에는 프로필이 더 필요하지 않습니다.
explain-finding-fargate-016 =
    프로필 하나가 선택하면 포드는 Fargate에서 실행됩니다. 여러 프로필이 선택하면 포드의 레이블이 다른 것을 지정하지 않는 한 EKS는 이름순으로 첫 번째를 씁니다.
    .title = 이미 Fargate를 쓰는 네임스페이스입니다

finding-fargate-017 = { $subject }: 모든 포드를 선택하는 Fargate 프로필이 없습니다
finding-fargate-017-fix = --fargate-profile로 만들거나 그대로 두십시오. 선택되지 않은 포드는 노드에서 실행됩니다.
explain-finding-fargate-017 =
    프로필이 네임스페이스와 (있으면) 레이블을 선택해야 포드가 Fargate에서 실행됩니다. 역할만으로는 아무것도 달라지지 않습니다.
    .title = 네임스페이스의 프로필이 없습니다

finding-fargate-018 = Fargate 프로필 { $subject }: 특정 레이블이 있는 포드만 선택합니다
finding-fargate-018-fix = 작업에 이 레이블을 지정하십시오: spark.kubernetes.driver.label.X, spark.kubernetes.executor.label.X
explain-finding-fargate-018 =
    선택기에 레이블이 있으면 그 레이블이 있는 드라이버와 익스큐터만 Fargate에서 실행됩니다. 작업을 제출하는 EMR의 포드에는 그 레이블이 없어 노드나 다른 프로필이 필요합니다.
    .title = 선택기에 레이블이 있습니다

finding-fargate-019 = { $subject }: 노드가 없고 CoreDNS를 선택하는 Fargate 프로필도 없습니다
finding-fargate-019-fix = kube-system의 프로필을 만들고 CoreDNS에서 eks.amazonaws.com/compute-type: ec2 주석(annotation)을 빼거나 노드를 추가하십시오.
explain-finding-fargate-019 =
    DNS가 없으면 드라이버는 API 서버를, 익스큐터는 드라이버를 이름으로 찾지 못합니다. CoreDNS에는 EC2 노드용 주석이 있어 프로필만으로는 옮겨지지 않습니다.
    .title = CoreDNS가 실행될 곳이 없습니다

finding-fargate-020 = Fargate 프로필을 만들려면 { $subject }에 대한 iam:PassRole이 필요합니다
finding-fargate-020-fix = 역할을 넘길 수 없으면 이 단계가 거부되고 아무것도 바뀌지 않습니다. 그때 이 권한을 요청하십시오.
explain-finding-fargate-020 =
    프로필을 만드는 주체는 역할을 서비스 eks-fargate-pods.amazonaws.com에 넘기며, IAM은 이를 별도의 작업으로 허용합니다. IAM 시뮬레이터에 물어볼 수 없었습니다.
    .title = iam:PassRole을 확인하지 않았습니다

finding-fargate-021 = { $subject }: 프라이빗인지 확인하지 않았습니다
finding-fargate-021-fix = 할 일이 없습니다. 퍼블릭 서브넷이면 EKS가 ID를 밝히며 거부합니다.
explain-finding-fargate-021 =
    Fargate의 포드에는 퍼블릭 주소가 없어 EKS는 프라이빗 서브넷, 곧 인터넷 게이트웨이로 가는 경로가 없는 서브넷만 받습니다. 라우팅 테이블은 EC2에 있고 이 프로그램은 EC2에 묻지 않습니다.
    .title = 프라이빗 여부를 확인하지 않았습니다

finding-fargate-022 = 역할 { $subject }: 이 클러스터에서 쓸 수 있는지 알 수 없습니다
finding-fargate-022-fix = emr-onramp fargate-role check로 확인하십시오. 프로필을 만들 때 EKS가 결정합니다.
explain-finding-fargate-022 =
    신뢰 정책이 AWS만 아는 것에 달려 있거나, 역할과 권한 경계가 무엇을 허용하는지 IAM 시뮬레이터에 물어볼 수 없었습니다.
    .title = 포드 실행 역할을 판단할 수 없습니다

watch-fargate-profile = Fargate 프로필 { $name }: { $status }
watch-fargate-profile-failed = EKS가 Fargate 프로필 { $name }{ JOSA($name, "을/를") } { $status } 상태로 끝냈습니다: { $issues }
watch-fargate-profile-failed-without-issue = EKS가 Fargate 프로필 { $name }{ JOSA($name, "을/를") } 이유 없이 { $status } 상태로 끝냈습니다
watch-subnet-refused = EKS가 서브넷 { $subnet }{ JOSA($subnet, "을/를") } 받지 않습니다. 빼고 다시 계획하십시오({ $seen })
check-fargate-profile = Fargate 프로필
check-fargate-profile-holds = Fargate 프로필 { $name }: ACTIVE이며 { $namespaces }{ JOSA($namespaces, "을/를") } 선택합니다
check-kubelet = Fargate의 kubelet
check-kubelet-holds = Fargate 포드의 kubelet: { $through }에 따라 { $username } 사용자로 허용됩니다

error-flags-together = { $first }{ JOSA($first, "과/와") } { $second }{ JOSA($second, "은/는") } 함께 쓸 수 없습니다. 역할을 하나만 고르십시오
error-flag-alone = { $flag }{ JOSA($flag, "은/는") } { $needs } 없이 쓸 수 없습니다
error-repeated-subnet = --fargate-subnet { $subnet }: 두 번 지정했습니다. 서브넷마다 한 번씩만 지정하십시오
error-label-flag = --fargate-label "{ $given }": Kubernetes가 받는 KEY=VALUE 하나로, 키마다 한 번씩만 지정하십시오
