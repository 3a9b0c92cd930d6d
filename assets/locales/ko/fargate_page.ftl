# 마법사의 Fargate 페이지, 그리고 거기서 고르는 것들의 표현.

ui-page-fargate = Fargate
ui-fargate-question = 이 네임스페이스의 포드를 AWS Fargate에서 실행합니까?
ui-fargate-looking = Fargate 프로필과 역할을 확인하는 중 …
ui-fargate-no-match = { $count ->
    [0] 클러스터에 Fargate 프로필이 없습니다.
   *[other] 클러스터에 Fargate 프로필이 { $count }개 있지만, 이 네임스페이스의 포드에 맞는 것은 없습니다.
    }
ui-fargate-match = Fargate 프로필 { $profile }({ $status }): 여기의 모든 포드에 적용됩니다.
ui-fargate-match-labels = Fargate 프로필 { $profile }({ $status }): 레이블이 맞는 포드에만 적용됩니다.
ui-fargate-profiles-unknown = 클러스터의 Fargate 프로필을 읽을 수 없습니다: { $why }
ui-fargate-not-offered = 이 파티션의 EKS는 Fargate에서 포드를 실행하지 않으므로 Fargate에 대해 묻지 않습니다.
ui-complaint-no-subnets = Fargate 프로필에는 서브넷이 하나 이상 필요합니다. Space로 선택하십시오.
ui-key-go-on = 다음
ui-option-fargate = 포드를 Fargate에서 실행합니까?
ui-option-fargate-role = 포드 실행 역할(Pod execution role): EKS가 이 포드를 실행할 때 쓰는 역할
ui-option-fargate-role-name = 새 역할의 이름
ui-option-fargate-trust = 새 역할을 쓸 수 있는 Fargate 프로필의 범위
ui-option-fargate-profile = 네임스페이스용 Fargate 프로필을 만듭니까?
ui-option-fargate-profile-name = Fargate 프로필 이름
ui-option-fargate-subnets = 서브넷(프라이빗이어야 함. 여기서는 확인하지 않으며 EKS가 알려 줌)
ui-option-fargate-labels = 이 레이블이 있는 포드만, key=value(비우면 네임스페이스의 모든 포드)
question-fargate = 이 네임스페이스의 포드를 AWS Fargate에서 실행합니까?
question-fargate-role = 어떤 포드 실행 역할(Pod execution role)을 씁니까?
question-fargate-role-name = 새 역할의 이름
question-fargate-trust = 새 역할을 쓸 수 있는 Fargate 프로필의 범위
question-fargate-profile = 네임스페이스용 Fargate 프로필을 만듭니까?
question-fargate-profile-name = Fargate 프로필 이름
question-fargate-subnets = 서브넷(프라이빗이어야 함. 여기서는 확인하지 않으며 EKS가 알려 줌)
question-fargate-labels = 어떤 레이블이 있는 포드만 실행합니까(key=value, 비우면 네임스페이스의 모든 포드)?
choice-fargate-new-role = 새 역할 만들기
choice-fargate-role = { $role } ({ $state })
choice-fargate-subnet = { $subnet } ({ $places })
choice-fargate-subnet-profile = Fargate 프로필 { $name }에서 사용
choice-fargate-subnet-cluster = 클러스터의 서브넷
choice-fargate-subnet-node-group = 노드 그룹 { $name }에서 사용
error-guarded-role = 역할 { $role }의 신뢰 정책을 바꿔야 하는데, 설정에서 보호하는 클러스터 가운데 이 역할을 쓰는 것이 있는지는 여기서 확인하지 않습니다. 먼저 이를 확인하는 emr-onramp fargate-role repair 명령을 실행하십시오.
error-labels = { $given }: 레이블 목록이 아닙니다. 각 레이블은 key=value이며 Kubernetes가 허용하는 영문자, 숫자, -, _, .만 쓸 수 있습니다.
error-no-subnets = Fargate 프로필에는 프라이빗 서브넷이 하나 이상 필요합니다. --fargate-subnet SUBNET을 추가하십시오. 이 클러스터에서 확인된 서브넷: { $offers }

explain-page-fargate =
    선택한 네임스페이스의 포드를 AWS Fargate에서 실행할지 정합니다. Fargate는 직접 관리하는 노드 없이 쓰는 EKS로, 포드마다 작은 머신 하나를 따로 받습니다. 대부분은 '아니요'로 두고 넘어가면 됩니다. EMR 작업은 일반 노드에서도 잘 실행됩니다.

    '예'라면 두 가지가 필요합니다. 포드 실행 역할(Pod execution role)은 EKS가 이미지를 받고 머신을 클러스터에 등록할 때 쓰는 역할입니다. 후보는 이름이 아니라 신뢰 정책으로 찾고 각각 판정을 붙입니다. 제대로 동작하는 역할은 그대로 쓰고, 이 클러스터를 허용하지 않는 역할은 신뢰 정책의 다른 내용을 그대로 둔 채 이 클러스터에 열어 줍니다. Fargate 프로필(Fargate profile)은 어떤 포드가 Fargate로 가는지를 네임스페이스와, 원하면 레이블로 정합니다. 만든 뒤에는 바꿀 수 없고 새로 만들어야 합니다.

    서브넷은 프라이빗이어야 합니다. 여기서는 확인하지 않으며, 퍼블릭 서브넷이면 EKS가 이름을 밝히고 거부합니다. 실행할 내용은 다음 페이지에서 모두 먼저 볼 수 있습니다.
    .title = 페이지: Fargate

explain-fargate =
    AWS Fargate는 AWS가 관리하는 작은 머신에서 포드를 하나씩 실행합니다. 한 클러스터에서 노드와 Fargate를 함께 쓸 수 있으며, 어떤 포드가 어디로 가는지는 Fargate 프로필이 정합니다.

    EMR on EKS에서는 다음과 같습니다. 레이블 없이 네임스페이스만 선택하는 프로필은 그곳의 모든 포드, 곧 작업 제출 포드와 드라이버와 실행기를 모두 가져갑니다. 레이블을 주면 그 레이블이 있는 포드만 갑니다. Spark에서는 spark.kubernetes.driver.label.KEY와 spark.kubernetes.executor.label.KEY로 레이블을 붙입니다. Fargate에는 DaemonSet, 특권 포드, GPU, EBS 볼륨이 없습니다. EC2 노드가 하나도 없는 클러스터라면 kube-system의 CoreDNS에도 프로필이 필요합니다. 완료된 포드는 삭제할 때까지 머신을 차지하고 비용이 듭니다.

    작업 자체의 권한은 여기서 나오지 않습니다. 작업에는 여전히 작업 실행 역할이 필요합니다.
    .title = AWS Fargate

explain-fargate-profile =
    Fargate 프로필(Fargate profile)은 어떤 포드를 Fargate에서 실행할지 EKS에 알려 줍니다. 선택기는 5개까지이며 각각 네임스페이스와, 원하면 레이블로 이루어집니다. 그 밖에 포드용 프라이빗 서브넷과 포드 실행 역할이 들어 있습니다. 선택기 하나라도 맞는 포드는 시작할 때 Fargate로 갑니다.

    프로필은 바꿀 수 없습니다. 바꾸려면 삭제하고 새로 만듭니다. EKS는 한 클러스터에서 프로필을 한 번에 하나만 만들거나 삭제하므로, 실행이 다른 프로필을 기다릴 수 있습니다. 프로필을 만들 때 EKS는 역할의 머신도 클러스터에 들어오게 합니다. CONFIG_MAP 모드에서는 aws-auth의 항목으로, 그 밖에는 FARGATE_LINUX 유형의 액세스 항목(access entry)으로 합니다.
    .title = Fargate 프로필(Fargate profile)

explain-pod-execution-role =
    포드 실행 역할(Pod execution role)은 EKS가 Fargate에서 포드를 실행할 때 쓰는 IAM 역할입니다. 컨테이너 이미지를 받고 머신을 클러스터에 등록합니다. 컨테이너 자체는 이 역할을 쓸 수 없습니다.

    세 가지를 갖춰야 합니다. 신뢰 정책이 eks-fargate-pods.amazonaws.com 서비스를 지정하고, 다른 사람의 클러스터가 쓰지 못하도록 이 클러스터의 프로필에 맞는 aws:SourceArn 조건이 있어야 합니다. 관리형 정책 AmazonEKSFargatePodExecutionRolePolicy나 같은 수준의 권한이 있어야 합니다. 그리고 경로가 /여야 합니다. aws-auth는 경로가 있는 역할과 일치하지 않기 때문입니다. EC2 노드의 역할과는 달라야 합니다. 이름은 상관없습니다. AmazonEKSFargatePodExecutionRole은 AWS 문서의 예일 뿐입니다.

    emr-onramp fargate-role check는 계정에서 후보가 될 수 있는 역할을 모두 판정합니다.
    .title = 포드 실행 역할(Pod execution role)
