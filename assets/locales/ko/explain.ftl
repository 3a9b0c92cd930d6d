# `x` 키와 `explain` 명령이 보여 주는 글. 문단은 한 줄씩, 문단 사이는 빈 줄, 제목은 속성입니다.
# AWS 문서에 없는 내용은 그렇다고 밝힙니다.

## 용어

explain-emr-on-eks =
    Amazon EMR on EKS는 이미 가지고 있는 Kubernetes 클러스터에서 Spark 작업을 포드(Pod)로 실행합니다. EMR이 Spark를 제공하고 작업을 관리하며, 클러스터는 컴퓨팅 자원을 제공합니다.

    그러려면 EMR이 클러스터의 Kubernetes API를 호출할 수 있어야 합니다. 네임스페이스에 Pod, Service, ConfigMap을 만들고, 지켜보고, 지웁니다. 그런데 클러스터는 아는 상대만 들여보내고, EMR은 처음에는 모르는 상대입니다. EMR이 네임스페이스를 쓸 수 있게 하는 것이 이 프로그램이 하는 일입니다.

    세 가지가 맞아야 합니다. EMR이 사용하는 IAM 역할인 서비스 연결 역할(service-linked role), 클러스터가 그 역할을 찾아보는 곳인 aws-auth 또는 액세스 항목(access entry), 그리고 그 역할이 할 수 있는 일을 정한 Kubernetes Role 또는 액세스 정책(access policy)입니다. 그다음 네임스페이스에 가상 클러스터(virtual cluster)를 만들고 작업을 제출합니다. 작업 자체가 AWS에서 쓰는 권한은 작업 실행 역할이라는 별도의 역할로 정합니다.
    .title = EMR on EKS와 필요한 것

explain-namespace =
    네임스페이스는 Kubernetes 클러스터 안에 나눠 둔 구역입니다. 구역마다 오브젝트 이름, 한도, 접근 규칙이 따로 있고, 클러스터 하나에 여러 개를 둡니다.

    이 프로그램은 EMR에 클러스터 전체를 열지 않고 지정한 네임스페이스만 엽니다. EMR 작업의 포드는 모두 그 안에서 실행되며 다른 곳은 건드릴 수 없습니다. 보통 팀이나 워크로드마다 하나씩 씁니다.

    주의할 점이 있습니다. default와 kube-로 시작하는 네임스페이스는 시스템의 것입니다. 작업이 클러스터를 지탱하는 구성 요소와 섞이므로, 이름을 지정해 일부러 허용하지 않는 한 거부합니다. 또 네임스페이스 하나에는 실행 중인 가상 클러스터를 하나만 둘 수 있습니다.
    .title = 네임스페이스(namespace)

explain-virtual-cluster =
    가상 클러스터(virtual cluster)는 EKS 클러스터의 네임스페이스 하나를 EMR이 부르는 이름입니다. 네임스페이스와 1:1로 대응하는 EMR 쪽의 등록 정보일 뿐, 서버를 만들거나 무언가를 시작하지는 않습니다. 작업을 가상 클러스터에 제출하면 EMR이 그 네임스페이스에서 실행합니다.

    가상 클러스터를 만들 때 EMR은 접근이 되는지 시험합니다. 매핑이나 액세스 항목이 올바르지 않으면 Unauthorized to perform read namespace 오류가 납니다. 액세스 항목을 쓰는 클러스터라면 이때 EMR이 자신의 액세스 항목을 만듭니다.

    주의할 점이 있습니다. 네임스페이스나 EMR의 권한이 사라져도 가상 클러스터는 RUNNING으로 남아 있고, 작업을 실행할 때에야 문제가 드러납니다. 가상 클러스터보다 권한을 먼저 없애면 삭제가 ARRESTED 상태로 멈춥니다. 권한을 다시 주고 한 번 더 삭제하십시오(이때 삭제가 된다는 것은 문서를 바탕으로 한 해석입니다).
    .title = 가상 클러스터(virtual cluster)

explain-eks-cam =
    EKS 클러스터 액세스 관리(cluster access management, CAM)는 누가 클러스터를 쓸 수 있는지 정하는 새로운 방식입니다. 클러스터 안의 텍스트 대신 EKS 자체에 액세스 항목(access entry)과 액세스 정책(access policy)을 두고 AWS API로 관리합니다.

    EMR은 여기에 통합되어 있습니다. 인증 모드가 맞는 클러스터에서 가상 클러스터를 만들면 EMR이 액세스 항목을 만들고 그 네임스페이스에 대한 정책을 연결합니다. Role도 RoleBinding도 aws-auth도 필요 없습니다. 현재 AWS 문서는 이 방식을 권장하고 aws-auth는 더 이상 권장하지 않습니다(deprecated). 예전 문서에서는 이 방식이 맨 뒤에 나옵니다.

    주의할 점이 있습니다. 새로 만드는 가상 클러스터에만 적용되고 기존 것은 옮길 수 없습니다. Kubernetes 1.23 이상과 알맞은 플랫폼 버전, 인증 모드가 필요하며, 인증 모드를 올리면 되돌릴 수 없습니다.
    .title = EKS 클러스터 액세스 관리(CAM)

explain-access-entry =
    액세스 항목(access entry)은 역할 같은 IAM 보안 주체 하나가 클러스터 하나에 들어올 수 있다는 것과, 그때 어떤 Kubernetes 사용자가 되는지를 정합니다. 클러스터가 아니라 EKS에 있으며 EKS API로 만듭니다. 무엇을 할 수 있는지는 여기에 연결한 액세스 정책(access policy)이 정합니다.

    EMR의 경우 보안 주체는 서비스 연결 역할(service-linked role)입니다. 이 항목은 EMR만 만들 수 있습니다. 다른 누가 만들려고 하면 EKS는 서비스 연결 역할의 액세스 항목을 수정할 수 없다며 거부합니다. 그래서 이 프로그램은 직접 만들지 않습니다. 클러스터를 준비하고 가상 클러스터를 만든 다음, EMR이 만든 항목을 읽어서 확인합니다.

    주의할 점이 있습니다. 역할 ARN을 액세스 항목에는 경로까지, aws-auth에는 경로 없이 적습니다. API_AND_CONFIG_MAP 모드에서 같은 역할이 양쪽에 있으면 액세스 항목이 우선합니다.
    .title = 액세스 항목(access entry)

explain-access-policy =
    액세스 정책(access policy)은 AWS가 묶어 둔 Kubernetes 권한입니다. 액세스 항목에 연결하며, 범위는 클러스터 전체 또는 네임스페이스 목록입니다. 이름과 달리 IAM 권한은 들어 있지 않습니다.

    EMR의 정책은 AmazonEMRJobPolicy입니다. 가상 클러스터를 만들 때마다 EMR이 그 네임스페이스를 목록에 추가합니다. 확인 페이지에서는 목록을 읽고 해당 네임스페이스가 있는지 봅니다.

    주의할 점이 있습니다. 정책을 다시 연결하면 목록이 통째로 바뀌므로 동시에 두 번 바꾸면 하나가 사라질 수 있습니다. 그래서 이 프로그램은 클러스터마다 가상 클러스터를 한 번에 하나씩 만듭니다. AmazonEMRJobPolicy에 어떤 규칙이 있는지는 공개되지 않았고 EKS에도 조회하는 API가 없습니다. 다른 방식의 Role과 비교할 방법이 없습니다.
    .title = 액세스 정책(access policy)

explain-integrated-virtual-cluster =
    EMR이 액세스 항목(access entry)으로 네임스페이스에 접근하는 가상 클러스터를 통합된 가상 클러스터라고 합니다. 나머지는 aws-auth, Role, RoleBinding을 쓰며 삭제할 때까지 그 방식을 유지합니다. 기존 가상 클러스터는 옮길 수 없습니다.

    가상 클러스터 정보에는 통합 여부가 나오지 않습니다. ListVirtualClusters의 eksAccessEntryIntegrated 필터를 true와 false로 한 번씩 조회해야 알 수 있습니다. 이 프로그램이 대신 조회해서 함께 보여 줍니다.

    주의할 점이 있습니다. 예전 AWS 문서에는 액세스 항목이 네임스페이스를 100개까지만 지원하고 그보다 많으면 EMR이 액세스 항목을 쓰지 않는다고 되어 있습니다. 현재 문서에는 이 내용이 없고 다른 숫자도 없습니다. 또 EMR의 역할에 액세스 항목이 생긴 뒤에도 예전 가상 클러스터가 그대로 동작하는지는 AWS가 확인해 주지 않았습니다. aws-auth의 EMR 항목은 남겨 두십시오.
    .title = 액세스 항목 통합 가상 클러스터

explain-aws-auth =
    aws-auth는 kube-system 네임스페이스에 있는 ConfigMap으로, 누가 클러스터에 들어올 수 있는지 적어 두는 예전 방식의 목록입니다. mapRoles의 각 항목은 IAM 역할 하나와 그 역할이 되는 Kubernetes 사용자, 그룹을 정합니다. EMR에는 항목 하나면 됩니다. 서비스 연결 역할(service-linked role)을 emr-containers 사용자로 매핑하며, 이 항목 하나가 모든 네임스페이스에 쓰입니다.

    노드도 이 목록으로 들어오기 때문에 매우 중요합니다. mapRoles는 하나의 텍스트라서 들여쓰기 하나만 틀려도 노드까지 포함해 전체를 읽지 못할 수 있고, 컨트롤 플레인 로그 말고는 알려 주는 것이 없습니다. 가장 흔한 사고는 EMR 항목만 담긴 ConfigMap으로 통째로 바꿔 버리는 것입니다.

    그래서 이 프로그램은 텍스트에 필요한 줄만 더하고 나머지는 1바이트도 바꾸지 않습니다. 앞뒤로 인증기와 같은 방식으로 읽어 보고, 백업을 남기고, 본인이 여전히 접근할 수 있는지 확인하고, 안 되면 원래대로 돌려놓습니다. AWS는 aws-auth를 더 이상 권장하지 않으며, API 모드에서는 무시됩니다.
    .title = aws-auth

explain-rbac =
    RBAC(역할 기반 액세스 제어)는 사용자가 무엇을 할 수 있는지 Kubernetes가 판단하는 방식입니다. 오브젝트 두 개가 함께 동작합니다. Role은 이 네임스페이스에서 어떤 오브젝트에 어떤 동작을 할 수 있는지 적은 규칙이고, RoleBinding은 그 Role을 누구에게 줄지 정합니다. 허용만 있고 금지는 없습니다. 어느 Role도 허용하지 않으면 거부됩니다.

    누구인지는 그 전에 정해집니다. 클러스터가 AWS 자격 증명을 확인하고, aws-auth나 액세스 항목(access entry)에서 IAM 역할을 찾아 사용자 이름을 정합니다. EMR의 사용자 이름은 emr-containers이고, 여기서부터 RBAC가 판단합니다.

    주의할 점이 있습니다. 자신에게 없는 권한은 남에게 줄 수 없습니다. EMR의 Role을 만들려면 그 안의 권한을 모두 가지고 있거나 escalate 권한이 있어야 합니다. AmazonEKSAdminPolicy로는 부족하고, AmazonEKSClusterAdminPolicy나 system:masters 그룹이 필요합니다.
    .title = RBAC

explain-role =
    Role emr-containers는 EMR이 네임스페이스 하나에서 할 수 있는 일을 정합니다. Pod, Service, ConfigMap, Job, Deployment, 볼륨 클레임을 만들고 지켜보고 지우는 권한과, 작업용 서비스 계정에 줄 Role과 RoleBinding을 만드는 권한이 들어 있습니다.

    같은 이름으로 공개된 것이 여럿입니다. AWS 문서의 1.22 이상용과 1.21 이하용, eksctl의 것, EMR 모범 사례 저장소의 것입니다. 주로 볼륨 클레임과 Ingress에서 조금씩 다릅니다. 이 프로그램은 적힌 글자가 아니라 허용하는 권한을 비교합니다. AWS의 1.22 이상용이나 eksctl의 Role이면 충분하다고 보고, 없는 권한은 메모로 알려 줍니다.

    주의할 점이 있습니다. Role에 빠진 권한이 있으면 지금이 아니라 작업을 실행할 때 실패합니다. EMR도 자신에게 없는 권한은 넘겨줄 수 없기 때문입니다. AWS 문서는 1.29까지만 다루며, 더 새로운 버전에 같은 규칙을 쓰는 것은 이 프로그램의 판단입니다.
    .title = Role emr-containers

explain-role-binding =
    RoleBinding emr-containers는 같은 이름의 Role을 Kubernetes 사용자 emr-containers에게 줍니다. Role만 있어서는 아무도 권한을 얻지 못합니다.

    이 사용자는 사람이 아니며 비밀번호도 없습니다. EMR의 서비스 연결 역할(service-linked role)이 aws-auth로 들어올 때 받는 이름입니다. aws-auth의 username과 RoleBinding의 subject가 똑같아야 합니다. 다르면 EMR이 들어오기는 해도 아무것도 할 수 없습니다.

    주의할 점이 있습니다. 이미 만든 RoleBinding이 가리키는 대상(roleRef)은 바꿀 수 없습니다. 다른 역할을 가리키고 있다면 삭제하고 새로 만들어야 하는데, 그러면 그 권한을 쓰던 쪽이 권한을 잃습니다. 그래서 이 프로그램은 바꾸지 않고 멈춘 뒤 내용을 보여 줍니다.
    .title = RoleBinding emr-containers

explain-service-linked-role =
    서비스 연결 역할(service-linked role)은 AWS 서비스에 속한 IAM 역할입니다. 그 서비스만 쓸 수 있고 이름, 권한, 신뢰 대상은 아무도 바꿀 수 없습니다. EMR의 역할은 AWSServiceRoleForAmazonEMRContainers이며, EMR은 이 역할로 클러스터를 호출합니다. 계정에 하나만 있으면 됩니다.

    계정에서 첫 가상 클러스터를 만들 때 EMR이 만들거나, IAM 호출 한 번으로 직접 만듭니다. 만드는 쪽에는 iam:CreateServiceLinkedRole 권한이 필요합니다. 이미 있으면 IAM이 이미 사용 중인 이름이라고 답하는데, 문제가 아닙니다.

    주의할 점이 있습니다. ARN에 /aws-service-role/emr-containers.amazonaws.com/ 경로가 있습니다. aws-auth에는 경로를 빼고, 액세스 항목(access entry)에는 경로를 넣어야 합니다. 역할을 삭제했다가 다시 만들면 ARN이 같아도 예전 액세스 항목은 동작하지 않습니다.
    .title = 서비스 연결 역할(service-linked role)

explain-authentication-mode =
    EKS 클러스터의 인증 모드(authenticationMode)는 누군가 호출할 때 어느 목록을 볼지 정합니다. CONFIG_MAP은 aws-auth만 봅니다. API_AND_CONFIG_MAP은 aws-auth와 액세스 항목(access entry)을 모두 보고, 같은 역할이 양쪽에 있으면 액세스 항목이 우선합니다. API는 액세스 항목만 보고 aws-auth를 무시합니다.

    한 방향으로만 올라가는 사다리입니다. CONFIG_MAP에서 API_AND_CONFIG_MAP, 다시 API로 한 칸씩 올라가며 내려올 수 없습니다. EMR 문서는 API_AND_CONFIG_MAP을 요구합니다. API 모드에서도 EMR이 액세스 항목을 만드는지는 AWS가 확인해 주지 않았습니다.

    변경은 백그라운드에서 진행되어 시간이 걸립니다. EKS가 직접 관리하는 노드와 Fargate 역할은 이때 액세스 항목으로 옮겨진다고 알려져 있지만 API 설명은 다릅니다. aws-auth의 나머지는 그대로 동작합니다. API 모드로 올리면 aws-auth를 쓰는 가상 클러스터가 모두 동작하지 않으므로, 이 프로그램은 그 단계를 실행하지 않습니다.
    .title = 인증 모드(authenticationMode)

explain-caller-permissions =
    액세스 항목 방식에서 EMR은 CreateVirtualCluster를 부른 호출 주체의 권한으로 액세스 항목(access entry)을 만듭니다. EMR의 역할에는 그 권한이 없습니다(권한을 넘겨받는다는 것은 호출 주체에 권한을 요구하는 AWS 문서를 바탕으로 한 해석입니다). 그래서 호출 주체에 EKS 작업 여섯 가지가 필요합니다. 액세스 항목의 생성, 조회, 삭제와 연결된 정책의 목록 조회, 연결, 연결 해제입니다.

    예전 문서는 여섯 가지를 모든 리소스에 허용합니다. 현재 문서는 CreateAccessEntry를 클러스터로, 나머지 다섯을 EMR의 항목으로 좁히고, 정책 범위를 해당 네임스페이스로 제한하는 조건을 둡니다. 이 프로그램은 이렇게 좁힌 정책 문을 보여 주고, 원하고 권한이 있으면 역할에 추가합니다.

    주의할 점이 있습니다. IAM Identity Center의 역할은 IAM에서 바꿀 수 없고 Identity Center에서 바꿔야 합니다. 가상 클러스터를 삭제할 때도 같은 권한이 필요합니다. 하나라도 없을 때 EMR이 어떻게 동작하는지는 문서에 없습니다.
    .title = 호출 주체의 권한

explain-job-execution-role =
    작업 실행 역할은 작업이 실행되는 동안 AWS에서 할 수 있는 일을 정합니다. S3의 데이터를 읽고, 로그를 쓰고, 데이터 카탈로그를 쓰는 권한 등입니다. 직접 만드는 IAM 역할이며 작업마다 지정합니다. 이 프로그램이 설정하는 접근 권한은 EMR이 포드를 띄우기 위한 것이고, 작업 실행 역할은 포드가 일을 하기 위한 것입니다.

    포드는 클러스터의 OIDC 공급자를 통해 이 역할을 받습니다. 계정에 클러스터용 IAM OIDC 공급자가 있어야 하고, 역할이 해당 네임스페이스의 EMR 서비스 계정을 신뢰해야 합니다. 이 신뢰 정책은 AWS CLI의 emr-containers update-role-trust-policy로 추가합니다. emr-7.3.0부터는 EKS Pod Identity도 쓸 수 있습니다.

    주의할 점이 있습니다. 현재 AWS의 작업 실행 역할 문서에 실린 신뢰 정책 예시는 Principal이 빠져 있어 유효하지 않습니다. Fargate에서 실행되는 포드의 컨테이너는 포드 실행 역할(Pod execution role)을 쓸 수 없으므로 역시 이 역할이 필요합니다.
    .title = 다음 할 일: 작업 실행 역할

explain-first-job =
    가상 클러스터가 RUNNING이고 작업 실행 역할이 있다면, 가장 작은 시험은 데이터 없이 원주율을 계산하는 Spark 예제입니다. 가상 클러스터에 EMR 7 릴리스 레이블로 작업을 제출하십시오. 진입점은 local:///usr/lib/spark/examples/jars/spark-examples.jar, 클래스는 org.apache.spark.examples.SparkPi이고 executor는 1개면 됩니다.

    작업은 PENDING, SUBMITTED, RUNNING을 거쳐 COMPLETED 또는 FAILED로 끝납니다. 실패 사유를 보면 어디를 봐야 하는지 알 수 있습니다. CLUSTER_UNAVAILABLE이면 EMR이 클러스터를 쓰지 못한 것이니 enable을 같은 답으로 다시 실행하십시오. 빠진 것만 바꾸고 접근 권한을 새로 확인합니다.

    주의할 점이 있습니다. SUBMITTED 상태로 15분이 지나면 cluster timeout으로 끝납니다. 포드가 실행될 자리를 찾지 못한 경우입니다. 포드 이벤트에서 용량 부족, taint, 맞지 않는 Fargate 프로필을 확인하십시오.
    .title = 첫 작업

explain-sandbox =
    샌드박스는 이 프로그램 안에 있는 연습용 환경입니다. AWS와 Kubernetes처럼 응답하며, 같은 마법사와 같은 계획, 같은 호출이 그대로 실행됩니다. 계정이 필요 없고 이 컴퓨터 밖으로 나가는 것도 없으며 실제 리소스는 하나도 없습니다. 모든 화면에 SANDBOX라고 표시합니다.

    환경은 두 가지입니다. fresh는 EMR을 한 번도 쓰지 않은 환경이고 클러스터 dev가 CONFIG_MAP 모드입니다. modern의 클러스터 dev는 이미 액세스 항목(access entry)을 읽는 모드입니다. --sandbox fresh 또는 --sandbox modern으로 고릅니다. 무엇이든 망가뜨려 보고 다시 시도할 수 있습니다. 프로그램이 끝나면 사라지고, 다시 시작하면 처음 상태로 돌아갑니다.

    주의할 점이 있습니다. 샌드박스는 AWS 문서대로 동작하고, 문서에 없는 부분은 가정합니다. 그런 부분은 이름을 밝히고 확인 페이지에 AWS가 확인해 준 내용이 아니라고 표시합니다. 여기서 된다고 실제 계정에서도 된다는 보장은 아닙니다.
    .title = 샌드박스(sandbox)

## 방식

explain-method-automatic =
    자동은 eksctl의 EMR용 명령이 하는 일을 한 번에 합니다. eksctl의 규칙으로 네임스페이스에 Role과 RoleBinding emr-containers를 만들고, EMR의 역할을 emr-containers 사용자로 매핑하는 항목 하나를 aws-auth에 추가합니다. eksctl과 달리 모든 변경을 먼저 보여 주고, aws-auth의 주석을 남기며, 누군가 손본 Role을 덮어쓰지 않습니다.

    CONFIG_MAP 모드의 클러스터, 예전 가상 클러스터가 있는 클러스터, 인증 모드를 바꾸면 안 되는 경우에 선택하십시오. 되돌릴 수 없는 변경이 없으며, 직접 되돌리는 방법은 검토 페이지에 나옵니다.

    할 수 없는 것도 있습니다. API 모드에서는 aws-auth가 무시되므로 쓸 수 없고, CONFIG_MAP 모드에서는 액세스 항목(access entry) 통합 가상 클러스터를 만들 수 없습니다. AWS는 aws-auth를 더 이상 권장하지 않으므로 언젠가는 새 가상 클러스터를 만들어 액세스 항목으로 옮겨야 합니다. eksctl의 규칙에는 AWS 문서에 있는 persistentvolumeclaims의 get, watch, patch가 없습니다.
    .title = 방식: 자동(eksctl과 같은 절차)

explain-method-manual =
    수동은 자동과 같은 Role, RoleBinding, aws-auth 항목을 만듭니다. Kubernetes 버전에 맞는 AWS 문서의 규칙을 쓰고 단계마다 멈춥니다. 변경 내용과 문서에 나온 명령을 보고 진행할지, 멈출지, 나머지를 명령으로 볼지 고릅니다. aws-auth는 문서의 옵션 1(항목 하나) 또는 옵션 2로 편집합니다. 옵션 2에서는 mapRoles의 텍스트를 직접 편집하며, 입력하는 동안 EKS가 읽는 방식으로 읽어 보여 줍니다.

    각 요소가 어떻게 맞물리는지 배우고 싶을 때, 단계마다 누군가 검토해야 할 때, eksctl이 아니라 AWS 문서의 규칙을 쓰고 싶을 때 선택하십시오.

    할 수 없는 것은 자동과 같습니다. API 모드에서는 효과가 없습니다. 단계마다 답을 기다리므로 시간이 더 걸립니다. AWS 문서에는 1.21 이하용과 1.22~1.29용 규칙이 있습니다. 더 새로운 버전용으로 공개된 것이 없어 뒤의 규칙을 그대로 씁니다.
    .title = 방식: 수동 RBAC

explain-method-access-entry =
    액세스 항목(access entry) 방식에서는 EMR이 직접 처리합니다. 클러스터가 API_AND_CONFIG_MAP 모드가 아니면 올리고, 호출하는 역할에 EMR이 빌려 쓸 권한을 주고, 가상 클러스터를 만듭니다. 그 호출에서 EMR이 자신의 액세스 항목을 만들고 해당 네임스페이스에 대해 AmazonEMRJobPolicy를 연결합니다. 이 프로그램은 기다렸다가 결과를 확인합니다.

    AWS가 권장하는 방식이며, 이미 그 모드인 클러스터라면 가장 간단합니다. Role도 RoleBinding도 aws-auth 항목도 관리할 필요가 없습니다.

    대가와 한계도 있습니다. 인증 모드를 올리면 되돌릴 수 없습니다. Kubernetes 1.23 이상과 새 가상 클러스터가 필요하며 기존 것은 옮길 수 없습니다. 액세스 항목을 손으로 만들거나 고칠 수 없습니다. 정책이 허용하는 권한이 공개되지 않아, 확인 페이지에는 권한 표 대신 액세스 항목과 그 범위가 나옵니다.
    .title = 방식: 액세스 항목

## 페이지

explain-page-sign-in =
    앞으로 사용할 AWS 자격 증명을 고릅니다. 프로필, 환경 변수, SSO(Single Sign-On), 인스턴스 역할 중 하나입니다. 이 자격 증명의 주인이 호출 주체이며, 모든 페이지 위쪽에 계정과 역할이 표시됩니다.

    두 곳에서 쓰이므로 중요합니다. AWS는 이것으로 무엇을 읽고 바꿀 수 있는지 판단합니다. 클러스터에는 들어올 수 있는 상대의 목록이 따로 있어서, AWS에서 유효한 자격 증명도 Kubernetes는 모를 수 있습니다.

    가장 흔한 문제는 만료입니다. 어떤 자격 증명이 만료되었고 어떻게 갱신하는지 알려 줍니다. 자격 증명은 저장하지 않으며 비밀 값은 어디에도 기록하지 않습니다. 자격 증명이 없다면 연습 세션을 여십시오. 샌드박스에는 필요 없습니다.
    .title = 페이지: 로그인

explain-page-cluster =
    EMR 작업을 실행할 EKS 클러스터를 고릅니다. 선택한 리전의 클러스터가 응답이 오는 대로 목록에 나타납니다. 목록을 볼 권한이 없으면 이름을 입력하십시오.

    두 열이 다음에 할 수 있는 일을 정합니다. 버전을 보십시오. 액세스 항목(access entry)에는 Kubernetes 1.23 이상이 필요합니다. 인증 모드(authenticationMode) 열도 보십시오. CONFIG_MAP은 aws-auth만, API는 액세스 항목만, API_AND_CONFIG_MAP은 둘 다 읽습니다.

    엔드포인트는 이 프로그램이 접속하는 데 중요합니다. 프라이빗이거나 특정 주소에만 열려 있으면 그 네트워크 안에서만 Kubernetes에 연결됩니다. 가상 클러스터(virtual cluster) 수를 보면 EMR이 이미 이 클러스터를 쓰는지 알 수 있고, 그중 오래된 가상 클러스터는 aws-auth를 쓸 수 있습니다.
    .title = 페이지: 클러스터

explain-page-namespace =
    EMR이 쓸 네임스페이스를 고릅니다. EMR의 포드는 여기서 실행되고 EMR의 권한도 여기까지입니다. 새 이름을 입력할 수도 있으며, 그러면 계획의 첫 단계에서 네임스페이스를 만듭니다.

    Enter는 커서가 있는 행을 고릅니다. 여러 개를 고르려면 표시하십시오. Space는 그 행을, *는 보이는 것을 모두, Tab은 입력 중인 새 이름을 표시합니다. 그다음 Enter를 누르면 표시한 것을 모두 한 계획에 담습니다.

    행마다 이미 있는 것이 표시됩니다. emr-containers라는 Role과 RoleBinding, 가상 클러스터(virtual cluster)와 그 상태입니다. 네임스페이스에는 가상 클러스터를 하나만 둘 수 있으므로, 실행 중인 것이 있으면 이미 쓰이는 네임스페이스입니다. 가상 클러스터 없이 Role만 있다면 설정이 중간에 멈춘 경우가 많습니다.

    이름은 Kubernetes 규칙을 따릅니다. 영문 소문자, 숫자, 하이픈으로 최대 63자입니다. 시스템 네임스페이스는 작업을 둘 곳이 아니므로 따로 표시합니다.
    .title = 페이지: 네임스페이스

explain-page-method =
    EMR이 클러스터에 접근하는 방식을 고릅니다. 클러스터가 볼 수 있는 목록은 aws-auth와 액세스 항목(access entry) 두 가지입니다. 자동과 수동은 Role, RoleBinding, aws-auth 항목을 한 번에 또는 단계별로 만들고, 액세스 항목 방식은 EMR이 자신의 항목을 직접 만들게 합니다.

    각 카드에는 이 클러스터에서 무엇을 하는지, 쓸 수 없다면 왜 그런지 나옵니다. 사다리 그림은 인증 모드(authenticationMode)와 현재 위치를 보여 줍니다. 한 방향으로만 올라갑니다.

    권장 기준은 이렇습니다. 이미 액세스 항목을 읽는 모드라면 AWS 권장대로 액세스 항목을 쓰십시오. CONFIG_MAP 모드이거나 aws-auth를 쓰는 예전 가상 클러스터가 있으면 되돌릴 수 없는 변경이 없는 자동을 먼저 권합니다. 다른 방식을 골라도 됩니다.
    .title = 페이지: 방식

explain-page-options =
    세부 사항을 정합니다. 모두 적당한 기본값이 있어 대부분 그대로 넘어가도 됩니다.

    가상 클러스터(virtual cluster)는 이름을 지정하면 네임스페이스에 만들어지고(네임스페이스가 여럿이면 각각에, 네임스페이스 이름 앞에 이 이름을 붙여), 그 뒤에 작업을 제출할 수 있습니다. 자동과 수동에서는 없어도 되지만, 액세스 항목(access entry) 방식에서는 EMR이 가상 클러스터를 만들 때만 항목을 만들기 때문에 꼭 필요합니다. 서비스 연결 역할(service-linked role)은 계정에 없으면 만듭니다. Role의 규칙은 eksctl의 것이나 버전에 맞는 AWS 문서의 것을 씁니다. 수동 방식에서는 aws-auth를 항목 하나로 편집할지 텍스트로 편집할지(e로 엽니다)도 정합니다.

    액세스 항목 방식에는 한 가지가 더 있습니다. 현재 역할에 EKS 권한 몇 가지가 필요합니다. 정책 문을 보고 IAM 담당자에게 전달하거나, 역할에 인라인 정책으로 추가하도록 할 수 있습니다.
    .title = 페이지: 옵션

explain-page-review =
    일어날 일을 실행 전에 모두 보여 줍니다. 한 행이 한 단계이며 위험한 것부터 나옵니다. 생성, 변경, 변경 없음, 되돌릴 수 없는 변경, EMR이 대신 처리하는 일이 있습니다. 아직 아무것도 바뀌지 않았습니다.

    행을 열면 네 가지를 볼 수 있습니다. 변경 내용은 실제 오브젝트의 변경 전과 후입니다. 명령은 손으로 할 때 입력하는 명령입니다. 권한은 이 단계에 필요한 것과 가지고 있는지 여부입니다. 되돌리기는 되돌리는 방법이나 되돌릴 수 없는 이유입니다. 아래에는 누가 어떤 권한을 새로 얻는지와 점검 결과가 나옵니다.

    되돌릴 수 없는 단계가 있으면 클러스터 이름을 직접 입력해야 합니다. 단계를 실행할 때 클러스터가 그사이 바뀌었으면 추측하지 않고 멈춥니다.
    .title = 페이지: 검토

explain-page-run =
    계획을 실행합니다. 왼쪽에는 단계와 상태가, 옆에는 선택한 단계의 모든 호출이 서비스, 작업, 상태, 시간과 함께 나옵니다. EKS 업데이트나 가상 클러스터(virtual cluster)처럼 기다려야 하는 것은 상태가 바뀌는 대로 표시합니다.

    호출하기 직전에 대상을 다시 읽고, 호출한 뒤에 결과를 다시 읽습니다. 그래서 어떤 이유로 중단되어도 같은 실행을 다시 하면 됩니다. 이미 끝난 일은 끝난 것으로 확인하고 두 번 하지 않습니다.

    안전하게 멈출 수도 있습니다. 진행 중인 호출까지만 끝내고 더 시작하지 않습니다. 실패한 단계가 있어도 그 전에 끝난 것은 남습니다. 변경이 AWS 전체에 보이기까지 몇 초가 걸리므로, 그 때문에 생긴다고 알려진 거부는 다시 시도해 본 뒤에 실패로 봅니다.
    .title = 페이지: 실행

explain-page-proof =
    제대로 되었는지 새로 조회해서 보여 줍니다. 자동과 수동에서는 emr-containers 사용자가 해당 네임스페이스에서 이 일을 할 수 있는지 권한마다 클러스터에 물어보고(네임스페이스가 많으면 네임스페이스마다 목록으로 묻고, 결과가 같은 것은 묶어서 보여 줍니다), 실행 전과 후를 나란히 보여 줍니다. aws-auth는 인증기와 같은 방식으로 읽고, 본인이 여전히 접근할 수 있는지는 새 토큰으로 확인합니다.

    액세스 항목(access entry) 방식에서는 Kubernetes가 액세스 정책(access policy)의 권한을 보여 주지 않아 이 표가 증거가 되지 않습니다. 대신 액세스 항목, 정책의 범위, 가상 클러스터를 조회합니다.

    조회하지 못한 것은 확인하지 않음으로 표시하고, 샌드박스가 가정한 것은 따로 밝힙니다. 아래에는 같은 일을 다시 하는 명령 한 줄과 다음 할 일인 작업 실행 역할, 첫 작업이 나옵니다.
    .title = 페이지: 확인

## 단계

explain-step-create-namespace =
    EMR 작업을 실행할 네임스페이스를 만듭니다. 이 프로그램이 만들었다는 레이블을 붙입니다.

    새 네임스페이스는 누구에게도 권한을 주지 않으므로 해가 없습니다. Role, RoleBinding, 가상 클러스터(virtual cluster)에 모두 필요하므로 먼저 실행합니다. EMR과 eksctl은 네임스페이스를 만들어 주지 않습니다.

    되돌릴 때는 이 실행에서 만든 경우에만 삭제하십시오. 네임스페이스를 삭제하면 안에 있는 것도 모두 사라지므로 먼저 확인하십시오.
    .title = 단계: 네임스페이스 생성

explain-step-create-service-linked-role =
    emr-containers.amazonaws.com 서비스의 서비스 연결 역할(service-linked role) AWSServiceRoleForAmazonEMRContainers를 만들도록 IAM에 요청합니다. iam:CreateServiceLinkedRole 권한이 필요합니다. 계정에 하나만 있으면 모든 클러스터와 리전에서 씁니다.

    이미 있으면 IAM이 사용 중인 이름이라고 답하며, 이 단계는 완료로 봅니다. 첫 가상 클러스터를 만들 때 EMR이 만들기도 하지만, 여기서 만들면 권한이 없는 것을 일찍 알 수 있습니다.

    다른 클러스터가 쓸 수 있으므로 나머지를 되돌릴 때도 남겨 둡니다. 모든 리전에 가상 클러스터가 하나도 없어야 삭제할 수 있습니다.
    .title = 단계: 서비스 연결 역할 생성

explain-step-write-role =
    네임스페이스에 Role emr-containers를 씁니다. 없으면 새로 만들고, 있으면 허용하는 권한을 비교합니다. 충분하면 바꾸지 않고, 부족하면 빠진 규칙만 추가하며 있던 규칙은 빼지 않습니다.

    Role에 담긴 권한을 모두 가지고 있거나 escalate 권한이 있어야 합니다. 없으면 Kubernetes가 attempting to grant RBAC permissions not currently held라며 거부합니다. AWS 문서에 있는, 아무 효과 없는 동사 네 개도 포함됩니다.

    미리 본 뒤에 누군가 Role을 바꿨으면 이 단계는 멈춥니다. 직접 되돌릴 때는 만든 것을 삭제하거나 이전 내용을 다시 씁니다.
    .title = 단계: Role 쓰기

explain-step-write-role-binding =
    같은 이름의 Role을 emr-containers 사용자에게 주는 RoleBinding emr-containers를 씁니다. 이것이 있어야 Role이 효과를 냅니다.

    이미 이 사용자가 들어 있으면 바꾸지 않습니다. 다른 대상만 있으면 그대로 두고 사용자를 추가합니다. 다른 역할을 가리키면 Kubernetes에서 바꿀 수 없으므로 계획을 거부합니다.

    직접 되돌릴 때는 만든 것을 삭제하거나 이전 대상을 다시 씁니다.
    .title = 단계: RoleBinding 쓰기

explain-step-map-role =
    ConfigMap aws-auth의 mapRoles에 항목 하나를 추가합니다. 경로를 뺀 EMR 서비스 연결 역할(service-linked role)의 ARN과 username emr-containers입니다. RoleBinding이 사용자를 지정하므로 그룹은 필요 없습니다. 항목 하나로 클러스터의 모든 네임스페이스에 쓰입니다.

    노드를 포함해 모두가 들어오는 길을 건드리는 단계라서 조심스럽게 처리합니다. 새 줄 말고는 1바이트도 바꾸지 않고, 앞뒤로 인증기와 같은 방식으로 읽어 보며, 그사이 누군가 ConfigMap을 바꿨으면 쓰지 않습니다. 쓴 뒤에는 새 토큰으로 본인의 접근을 확인하고, 안 되면 원래대로 돌려놓습니다.

    이미 항목이 있으면 바꾸지 않습니다. 직접 되돌릴 때는 이 항목만 뺍니다.
    .title = 단계: aws-auth에 역할 매핑

explain-step-update-authentication-mode =
    클러스터의 인증 모드(authenticationMode)를 한 칸 올려 API_AND_CONFIG_MAP으로 바꿉니다. 이때부터 aws-auth와 함께 액세스 항목(access entry)도 인정됩니다. 호출은 업데이트를 시작할 뿐이므로 EKS가 Successful이라고 할 때까지 지켜봅니다.

    aws-auth는 계속 동작하고, 같은 역할이 양쪽에 있으면 액세스 항목이 우선합니다. 관리형 노드 그룹과 Fargate의 역할은 EKS가 액세스 항목으로 옮긴다고 알려져 있지만 API 설명은 다르므로 양쪽을 모두 확인하십시오.

    되돌릴 수 없으므로 클러스터 이름을 입력받습니다. 이미 설정된 모드를 다시 보내면 EKS가 거부하므로 보내지 않으며, API 모드로 올리는 일도 하지 않습니다.
    .title = 단계: 인증 모드 변경

explain-step-put-caller-policy =
    로그인한 역할에 인라인 정책을 추가합니다. 가상 클러스터(virtual cluster)를 만드는 호출 주체에 필요한 EKS 작업 여섯 가지를 이 클러스터, EMR의 액세스 항목(access entry), 지정한 네임스페이스로 제한해 담았습니다.

    추가하도록 선택했을 때만 계획에 들어갑니다. 자신의 역할에 대한 iam:PutRolePolicy 권한이 필요합니다. 새 IAM 권한이 모든 서비스에 보이기까지 몇 초가 걸리므로 다음 단계가 조금 기다릴 수 있습니다.

    가상 클러스터 삭제에도 같은 권한이 필요하므로, 직접 되돌릴 때는 가상 클러스터를 삭제한 다음에 제거합니다. IAM Identity Center의 역할은 이 방법으로 바꿀 수 없습니다.
    .title = 단계: 호출 주체의 권한 추가

explain-step-create-virtual-cluster =
    네임스페이스에 가상 클러스터(virtual cluster)를 만들도록 EMR에 요청합니다. 액세스 항목(access entry)을 읽는 모드라면 EMR이 이 호출에서 자신의 항목을 만듭니다. 그렇지 않으면 Role, RoleBinding, aws-auth 항목이 있어야 하며, EMR은 네임스페이스를 읽어 권한을 확인합니다.

    다른 단계 직후에 Unauthorized to perform read namespace가 나오면 대개 변경이 아직 전파되지 않은 것이라 한동안 다시 시도합니다. A virtual cluster already exists in the given namespace가 나오면 이미 쓰이는 네임스페이스입니다.

    직접 되돌릴 때는 삭제하며, EMR의 권한이 살아 있는 동안 해야 합니다.
    .title = 단계: 가상 클러스터 생성

explain-step-await-access-entry =
    아무것도 쓰지 않습니다. 서비스 연결 역할(service-linked role)의 액세스 항목(access entry)은 EMR이 만들고, 이 단계는 그것을 읽습니다. 항목이 있는지, 어떤 Kubernetes 사용자가 되는지, AmazonEMRJobPolicy의 범위에 네임스페이스가 있는지, EMR이 가상 클러스터를 통합된 것으로 보여 주는지 확인합니다.

    항목이 보이기까지 몇 초가 걸리므로 기다립니다. 끝내 나타나지 않으면 대신 무엇이 보였는지 알리고 실패합니다. EMR 말고는 이 항목을 만들거나 고칠 수 없으므로, 호출 주체의 권한을 확인하고 가상 클러스터를 다시 만들어야 합니다.

    일반 호출 주체가 서비스 연결 역할의 액세스 항목을 읽을 수 있는지는 AWS가 확인해 주지 않았습니다. 읽을 수 없으면 확인하지 않음으로 표시합니다.
    .title = 단계: EMR의 액세스 항목 확인

explain-step-create-execution-role =
    EKS가 Fargate에서 포드를 실행할 때 쓰는 IAM 역할을 만듭니다. 신뢰 정책은 서비스 eks-fargate-pods.amazonaws.com과, AWS 문서가 요구하는 대로 이 서비스가 역할을 쓸 수 있는 Fargate 프로필을 지정합니다. aws-auth는 경로가 있는 역할을 찾지 못하므로 경로는 /입니다.

    새 역할이 모든 서비스에 알려지기까지 몇 초가 걸립니다. 이 단계는 IAM에 역할이 보일 때까지 최대 2분 동안 기다립니다.

    포드 안의 컨테이너는 이 역할을 쓸 수 없습니다. 컨테이너에는 서비스 계정용 역할이 따로 필요합니다.
    .title = 단계: 포드 실행 역할(Pod execution role) 생성

explain-step-update-trust-policy =
    역할의 신뢰 정책을 교체합니다. 클러스터를 추가할 때는 aws:SourceArn의 값이나 문(statement)을 하나 추가합니다. 다른 계정을 막을 때는 그들이 들어오는 모든 문에 조건을 넣습니다. 조건은 ArnLike이고, 이미 조건이 있으면 그 옆에 ArnEquals로 넣습니다. 다른 서비스도 함께 지정한 문은 둘로 나뉘며 다른 서비스의 문은 그대로입니다. Fargate와 관계없는 문은 그대로이고 조건은 하나도 빠지지 않습니다.

    AWS 문서대로 정책 전체를 붙여 넣으면 역할이 신뢰하던 다른 것이 사라지고, JSON 객체에 줄을 추가하면 같은 키가 두 번 나옵니다. IAM에는 그사이 다른 사람이 쓴 것을 막는 방법이 없으므로 쓰기 직전과 직후에 정책을 읽습니다.

    직접 되돌리려면 미리 보기에 나온 이전 정책을 다시 쓰십시오.
    .title = 단계: 신뢰 정책 변경

explain-step-attach-execution-policy =
    관리형 정책 AmazonEKSFargatePodExecutionRolePolicy를 역할에 연결합니다. Amazon ECR에서 이미지를 가져오는 것만 허용합니다.

    이미 연결되어 있으면 아무것도 바꾸지 않습니다. 역할의 다른 정책은 그대로입니다.
    .title = 단계: 관리형 정책 연결

## 문서의 함정

explain-trap-heredoc =
    AWS 문서에서 Role을 만드는 셸 예제는 cat - >>EOF로 시작하고 첫 줄에 >>namespace가 들어 있습니다. 뒤에 올 텍스트를 넘기는 <<EOF와 kubectl 옵션인 --namespace여야 맞습니다. 문서에 적힌 대로면 둘 다 파일로 보내는 리디렉션이 됩니다.

    그대로 붙여 넣으면 EOF와 namespace라는 파일 두 개가 생기고 아무것도 적용되지 않습니다. cat이 입력을 기다려 멈춘 것처럼 보이기도 합니다. Role은 만들어지지 않습니다. 다음 예제인 RoleBinding은 올바르기 때문에, 결국 없는 Role을 가리키는 RoleBinding만 남습니다.

    영어 문서와 번역 문서가 모두 같습니다. 이렇게 반쯤 된 상태라면 이 프로그램을 그대로 실행하십시오. 없는 것은 만들고 있는 것은 그대로 둡니다. 생긴 파일 두 개는 지워도 됩니다.
    .title = 함정: 문서의 첫 예제는 아무것도 적용하지 않습니다

explain-trap-api-mode =
    API 모드의 클러스터는 aws-auth를 완전히 무시합니다. ConfigMap은 남아 있을 수 있고, kubectl로 편집해도 오류가 없으며, eksctl은 매핑을 쓰고 성공했다고 합니다. 하지만 아무 효과가 없고 EMR에는 Unauthorized to perform read namespace 오류가 납니다.

    eksctl은 인증 모드(authenticationMode)를 보지 않고, Kubernetes는 이 ConfigMap을 아무도 읽지 않는다는 것을 모르기 때문입니다.

    먼저 모드를 확인해야 합니다. 이 프로그램은 모드를 확인하고 API 모드에서는 액세스 항목(access entry) 방식만 제공합니다. API로 올라간 클러스터는 되돌릴 수 없으며, aws-auth를 쓰던 가상 클러스터는 삭제하고 새로 만들어야 합니다.
    .title = 함정: API 모드의 aws-auth

explain-trap-role-path =
    EMR 역할의 ARN에는 경로가 있습니다. role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers입니다. IAM에 이렇게 표시되므로 대개 그대로 복사합니다.

    aws-auth에는 경로 없이 role/AWSServiceRoleForAmazonEMRContainers라고 적어야 합니다. 클러스터는 호출한 쪽이 누구인지 AWS에 묻는데, 그 답에는 경로가 없고 둘을 글자 그대로 비교하기 때문입니다. 경로가 있으면 절대 일치하지 않고 어디에도 오류가 나오지 않습니다.

    액세스 항목(access entry)은 반대입니다. 경로가 있어야 하고, 짧게 적으면 EKS가 invalid principal이라며 거부합니다. SSO 역할도 마찬가지입니다. 이 프로그램은 각각 맞는 형태로 씁니다.
    .title = 함정: 역할의 경로

explain-trap-describe-verbs =
    AWS 문서의 Role에는 describe, edit, annotate, label이라는 동사가 있습니다. Kubernetes에는 이런 동사가 없습니다. kubectl 명령의 이름이며 실제로는 get, patch 등을 쓰므로 Role에 적어도 효과가 없습니다. 정작 존재하는 동사인 update는 문서에 없습니다.

    그래도 한 곳에서는 영향을 줍니다. Role을 만드는 쪽은 거기 적힌 동사를 모두 가지고 있어야 하며 이 네 개도 포함됩니다. 그래서 일반적인 admin 권한으로는 거부될 수 있고 system:masters나 클러스터 관리자는 괜찮습니다(admin의 경우는 Kubernetes 규칙에 따른 판단이며 실제 클러스터에서 시험한 것은 아닙니다).

    이 프로그램은 AWS가 공개한 그대로 쓰되, Role을 비교하거나 권한을 확인할 때는 제외합니다.
    .title = 함정: 존재하지 않는 동사

## 발견 사항

explain-finding-mode-001 =
    클러스터의 인증 모드(authenticationMode)가 API입니다. 액세스 항목(access entry)만 읽고 aws-auth는 있어도 무시합니다. 자동이나 수동으로 오브젝트를 만들어도 효과가 없습니다.

    모드를 내릴 수 없으므로 액세스 항목 방식을 선택하십시오. aws-auth를 쓰던 가상 클러스터는 더 이상 동작하지 않으며 삭제하고 새로 만들어야 합니다.
    .title = API 모드에서는 aws-auth가 무시됩니다

explain-finding-mode-002 =
    액세스 항목(access entry)에는 Kubernetes 1.23 이상이 필요합니다. 1.23~1.30은 EKS 플랫폼 버전도 일정 수준 이상이어야 합니다. 예를 들어 1.23은 eks.17, 1.28은 eks.6입니다. 이 클러스터는 그보다 낮습니다.

    자동이나 수동을 선택하거나 클러스터를 업그레이드하십시오. 1.31부터는 모든 플랫폼 버전에서 쓸 수 있습니다.
    .title = 이 버전에서는 액세스 항목을 쓸 수 없습니다

explain-finding-mode-003 =
    클러스터가 API 모드입니다. AWS의 EMR 문서에는 API_AND_CONFIG_MAP만 나옵니다. API 모드에서도 EMR이 액세스 항목(access entry)을 만든다는 외부 자료가 있지만 AWS가 확인해 준 것은 아닙니다.

    이런 클러스터에서는 다른 방식을 쓸 수 없으므로 경고만 하고 진행합니다. 실패해도 괜찮은 클러스터에서 먼저 시험하고 확인 결과를 살펴보십시오.
    .title = 문서가 API 모드를 다루지 않습니다

explain-finding-mode-004 =
    이 계획은 인증 모드(authenticationMode)를 CONFIG_MAP에서 API_AND_CONFIG_MAP으로 올립니다. EKS에는 되돌리는 방법이 없습니다.

    aws-auth를 계속 읽으므로 지금 쓰는 권한은 그대로 동작합니다. 달라지는 것은 액세스 항목(access entry)도 인정되고, 같은 역할이면 액세스 항목이 우선한다는 점입니다. EKS가 관리형 노드와 Fargate의 액세스 항목도 만들 수 있으며, 클러스터를 처음 만든 주체에게는 관리자 액세스 항목을 만듭니다. Terraform 등으로 모드를 관리하고 있을 수 있으니 클러스터 담당자와 먼저 합의하십시오. 어렵다면 자동이나 수동을 선택하십시오.
    .title = 인증 모드를 올리면 되돌릴 수 없습니다

explain-finding-cluster-001 =
    클러스터가 생성, 업데이트, 삭제 중이거나 실패한 상태입니다. EKS는 변경을 한 번에 하나만 받고 그동안 다른 변경을 거부합니다.

    상태가 ACTIVE가 된 뒤에 다시 확인하십시오. 업데이트 직후에는 새 상태가 보이기까지 조금 더 걸릴 수 있습니다. FAILED 상태라면 클러스터를 먼저 복구해야 합니다.
    .title = 클러스터가 ACTIVE 상태가 아닙니다

explain-finding-cluster-002 =
    EKS에서 더 이상 실행하지 않는 오래된 Kubernetes 버전입니다. 실제 계정에서는 거의 볼 수 없으며, 샌드박스에서는 예전 AWS 문서의 사례를 연습하기 위해 제공합니다.

    자동과 수동은 1.21 이하용 Role로 쓸 수 있습니다. 다만 이 Role에는 새로운 Ingress 그룹에 대한 권한이 없으므로, 업그레이드한 뒤에는 1.22 이상용 규칙으로 맞춰야 합니다.
    .title = EKS에서 더 이상 실행하지 않는 버전

explain-finding-cluster-003 =
    자격 증명의 계정과 클러스터의 계정이 다릅니다. EMR은 클러스터가 속한 계정의 서비스 연결 역할(service-linked role)로 들어오므로, 이대로는 엉뚱한 계정을 준비하게 됩니다.

    클러스터가 속한 계정으로 로그인하십시오. 그 계정의 역할을 수임할 수 있다면 --role-arn을 쓸 수 있습니다.
    .title = 다른 계정의 클러스터

explain-finding-auth-001 =
    자동과 수동은 kube-system의 ConfigMap aws-auth에 항목을 추가하는데, aws-auth가 없습니다. 모두가 액세스 항목(access entry)으로 들어오는 클러스터라면 없을 수 있습니다.

    클러스터에서 쓸 수 있다면 액세스 항목 방식을 선택하십시오. aws-auth가 필요하면 노드 역할의 ARN을 빠짐없이 넣어 AWS 기본 aws-auth를 먼저 만드십시오. 인스턴스 프로필이 아니라 역할의 ARN을 경로 없이 적습니다. 노드가 실행 중일 때 노드 역할이 빠진 목록을 만들면 노드가 접근하지 못할 수 있습니다.
    .title = aws-auth가 없습니다

explain-finding-auth-002 =
    aws-auth를 안전하게 편집할 수 없습니다. 인증기와 같은 방식으로 읽을 수 없거나, 앵커나 병합 키를 쓰거나, EMR의 역할이 일치할 수 없는 형태로 적혀 있거나, 오브젝트가 변경 불가(immutable)이거나, 너무 큰 경우입니다.

    무리하게 편집하면 노드와 사용자가 접근하지 못하게 될 수 있어 거부합니다. 확인된 내용에 위치가 나와 있습니다. 사본을 남겨 두고 고친 뒤 계획을 다시 만드십시오. 모드가 허용하면 aws-auth를 건드리지 않는 액세스 항목(access entry) 방식도 있습니다.
    .title = aws-auth를 안전하게 편집할 수 없습니다

explain-finding-auth-003 =
    EMR의 서비스 연결 역할(service-linked role)이 aws-auth에 이미 있지만 emr-containers가 아닌 다른 사용자로 매핑되어 있습니다. 그러면 RoleBinding과 맞지 않아 EMR이 들어와도 아무것도 할 수 없습니다.

    항목을 하나 더 추가해도 소용없습니다. 같은 역할의 항목이 둘이면 인증기는 마지막 것만 인정하고, 앞의 항목에 기대던 쪽은 권한을 잃습니다. 누가 왜 만들었는지 확인하고, username을 고치거나 항목을 지운 뒤 계획을 다시 만드십시오.
    .title = EMR의 역할이 다른 사용자로 매핑되어 있습니다

explain-finding-auth-005 =
    자동과 수동은 aws-auth에 항목을 추가하는데, 읽지 못한 텍스트에는 추가할 수 없습니다. 이 ConfigMap을 조회할 권한이 없거나 클러스터에 연결하지 못한 경우입니다.

    이유는 발견 사항에 함께 나와 있습니다. kube-system의 aws-auth를 읽을 권한을 받거나, 클러스터에 연결되는 네트워크에서 다시 확인하십시오.
    .title = aws-auth를 읽지 못했습니다

explain-finding-ns-001 =
    클러스터에 이 네임스페이스가 없고, 계획에서 만들도록 허용하지도 않았습니다.

    이름과 클러스터가 맞는지 확인하십시오. 만들어야 한다면 네임스페이스 페이지나 --create-namespace로 허용하십시오. EMR과 eksctl은 네임스페이스를 만들어 주지 않습니다.
    .title = 네임스페이스가 없습니다

explain-finding-ns-002 =
    네임스페이스가 Terminating 상태입니다. Kubernetes는 새 오브젝트를 받지 않고, 안에 있는 것은 모두 사라집니다.

    삭제가 끝난 뒤 새로 만들거나 다른 네임스페이스를 선택하십시오. 오래 지나도 끝나지 않으면 finalizer가 붙잡고 있는 것이니 클러스터 담당자에게 문의하십시오.
    .title = 네임스페이스가 삭제되는 중입니다

explain-finding-ns-003 =
    default와 kube-로 시작하는 네임스페이스 등은 Kubernetes나 EKS가 쓰는 곳입니다. 여기를 열면 EMR이 Secret과 ConfigMap을 비롯해 클러스터를 지탱하는 오브젝트에 권한을 갖게 됩니다.

    작업용 네임스페이스를 따로 만드십시오. 꼭 필요하다면 --allow-system-namespace에 이 이름을 적으면 진행됩니다.
    .title = 시스템 네임스페이스입니다

explain-finding-rbac-001 =
    emr-containers라는 RoleBinding이 있지만 Role emr-containers가 아닌 다른 역할을 가리킵니다. Kubernetes에서는 가리키는 대상을 바꿀 수 없어 삭제하고 새로 만들어야 합니다.

    그러면 지금 쓰는 쪽이 권한을 잃을 수 있어 계획을 거부합니다. 무엇을 누구에게 주고 있는지 확인하고, 쓰이지 않으면 삭제한 뒤 계획을 다시 만드십시오.
    .title = RoleBinding이 다른 역할을 가리킵니다

explain-finding-rbac-002 =
    Terraform, Argo CD, Flux, Helm 같은 다른 도구가 관리하는 흔적이 있습니다. 이런 도구는 자신의 소스와 클러스터를 비교해 다른 부분을 되돌리므로, 여기서 바꿔도 유지되지 않습니다.

    그 도구의 소스에서 변경하십시오. 더 이상 그 도구로 관리하지 않거나 문제없다고 판단했다면 --accept-owner로 진행할 수 있습니다.
    .title = 다른 도구가 관리하는 오브젝트입니다

explain-finding-rbac-003 =
    Role emr-containers가 공개된 어느 Role보다 많은 것을 허용합니다. 예를 들어 모든 동사나 모든 리소스를 별표로 허용한 경우입니다. EMR은 동작하므로 바꿀 필요는 없습니다.

    다만 EMR과 EMR이 작업용으로 만드는 서비스 계정이 이 네임스페이스에서 그 권한을 모두 쓸 수 있습니다. 넓게 준 이유를 아무도 모른다면 공개된 규칙에 맞춰 줄이십시오. 계획이 스스로 규칙을 빼는 일은 없습니다.
    .title = Role의 권한이 필요 이상으로 넓습니다

explain-finding-rbac-004 =
    어떤 단계에 필요한 권한이 없다고 Kubernetes가 답했습니다. 동사, 오브젝트 종류, 네임스페이스가 표시되어 있습니다. Role을 만들려면 그 안의 권한을 모두 가지고 있거나 escalate 권한이, RoleBinding을 만들려면 같은 권한이나 bind 권한이 있어야 합니다.

    AmazonEKSClusterAdminPolicy나 system:masters 권한이 있는 자격 증명을 쓰십시오. AmazonEKSAdminPolicy로는 Role을 만들 수 없습니다. 권한이 있는 담당자에게 이 프로그램의 실행을 맡길 수도 있습니다.
    .title = Kubernetes 권한이 없습니다

explain-finding-rbac-005 =
    계획을 만들기 전에 각 단계에 필요한 권한이 있는지 Kubernetes에 물어봅니다. 이번에는 물어보지 못했거나 답을 받지 못해 알 수 없습니다.

    진행에는 지장이 없습니다. 권한이 없으면 해당 단계가 이유를 알리고 실패하며 바뀌는 것은 없습니다. 그 뒤 권한이 있는 담당자가 다시 실행하면 됩니다.
    .title = 권한이 있는지 확인하지 못했습니다

explain-finding-rbac-006 =
    Kubernetes에서는 스스로 갖지 않은 권한을 남에게 줄 수 없습니다. 예외는 동사 escalate(Role)와 bind(RoleBinding)를 가진 경우인데, API 서버에 따르면 지금 자격 증명에는 둘 다 없습니다.

    그래도 Role의 권한을 모두 갖고 있다면 단계는 성공합니다. Role에는 Kubernetes에 없는 동사인 describe, edit, annotate, label도 적혀 있으며, 부여하려면 이것까지 갖고 있어야 합니다. AmazonEKSAdminPolicy에는 escalate와 bind가 없고, AmazonEKSClusterAdminPolicy와 system:masters에는 있습니다.

    거부되더라도 이 단계로 바뀌는 것은 없습니다.
    .title = 갖지 않은 권한은 부여할 수 없습니다

explain-finding-kube-001 =
    EKS에는 클러스터가 있지만 Kubernetes API를 호출할 수 없습니다. 클러스터를 만드는 중이어서 EKS가 알려 준 엔드포인트나 인증서를 쓸 수 없거나, VPN, 방화벽, 프록시 같은 중간 장치에서 연결이 끊어진 경우입니다. 오류를 그대로 표시했습니다.

    필요한 정보가 그 API 뒤에 있습니다. 클러스터가 ACTIVE가 될 때까지 기다리거나 연결 문제를 해결한 뒤 다시 확인하십시오. 프라이빗 엔드포인트와 일부 주소에만 열린 엔드포인트는 KUBE-003과 KUBE-004로 따로 알려 줍니다.
    .title = Kubernetes에 연결할 수 없습니다

explain-finding-iam-001 =
    계정에 AWSServiceRoleForAmazonEMRContainers가 없고, 계획에서 만들지도 않습니다. aws-auth는 역할이 있는지 확인하지 않으므로 나머지는 미리 준비할 수 있지만, 역할이 생기기 전에는 EMR이 들어올 수 없습니다.

    계획에서 만들게 하거나 관리자에게 계정에 한 번만 만들어 달라고 요청하십시오. 호출 주체에 iam:CreateServiceLinkedRole 권한이 있으면 계정의 첫 가상 클러스터(virtual cluster)를 만들 때 EMR이 만들기도 합니다.
    .title = 서비스 연결 역할(service-linked role)이 없습니다

explain-finding-iam-002 =
    AWSServiceRoleForAmazonEMRContainers라는 역할이 있지만 /aws-service-role/emr-containers.amazonaws.com/ 경로에 있지 않습니다. 누군가 같은 이름으로 만든 일반 역할이며 EMR은 쓰지 않습니다.

    역할 이름은 계정에서 하나뿐이므로 이 역할을 없애야 합니다. 쓰이는 곳이 있는지 확인하고 삭제한 뒤 계획을 다시 만드십시오. aws-auth에서는 둘이 똑같아 보이기 때문에 위험합니다.
    .title = 이름만 같은 가짜 서비스 연결 역할

explain-finding-iam-003 =
    EMR의 서비스 연결 역할(service-linked role)에 대한 iam:GetRole 권한이 없어, 역할이 있는지 알 수 없습니다.

    자동과 수동은 진행해도 됩니다. 역할이 생기는 대로 매핑이 동작합니다. 액세스 항목(access entry)은 역할이 먼저 있어야 합니다. 이 계정에서 EMR on EKS를 쓴 적이 있다면 역할은 이미 있습니다.
    .title = 서비스 연결 역할이 있는지 알 수 없습니다

explain-finding-iam-004 =
    액세스 항목(access entry) 방식에서는 호출 주체에 EKS 작업 여섯 가지가 필요합니다. 권한 경계, 세션 정책, 조직의 규칙도 영향을 주므로 권한이 있는지는 확실하게 조회할 수 없습니다.

    필요한 정책 문을 그대로 보여 줍니다. 현재 정책과 비교하거나 역할에 추가하게 하십시오. 관리자라면 대개 모두 가지고 있습니다. 하나라도 없을 때 EMR이 어떻게 동작하는지는 문서에 없습니다.
    .title = 호출 주체의 IAM 권한은 확인하지 않았습니다

explain-finding-iam-005 =
    정책 문을 역할에 추가하도록 선택했지만 일반 역할로 로그인하지 않았습니다. IAM 사용자이거나, 계정의 루트이거나, IAM Identity Center나 AWS 서비스가 관리하는 역할입니다. 이 프로그램은 여기에 인라인 정책을 추가할 수 없습니다.

    표시만 하도록 선택하고 자격 증명을 관리하는 곳에 추가하십시오. Identity Center라면 권한 세트에 넣습니다. 또는 일반 역할로 로그인하십시오.
    .title = 이 호출 주체에는 정책을 추가할 수 없습니다

explain-finding-vc-001 =
    이 네임스페이스에는 실행 중인 가상 클러스터(virtual cluster)가 이미 있습니다. 하나만 둘 수 있으므로 더 만들려고 하면 A virtual cluster already exists in the given namespace 오류로 거부됩니다.

    있는 것을 쓰십시오. aws-auth를 쓰는 가상 클러스터를 통합된 것으로 바꾸고 싶다면, 옮길 수 없으므로 작업이 끝난 뒤 먼저 삭제해야 합니다.
    .title = 이미 쓰이는 네임스페이스입니다

explain-finding-vc-002 =
    액세스 항목(access entry) 방식에는 손으로 만들 것이 없습니다. EMR은 가상 클러스터(virtual cluster)를 만드는 순간에 자신의 항목을 만듭니다. 새로 만들지 않으면 아무 일도 일어나지 않습니다.

    옵션 페이지나 --virtual-cluster에서 이름을 지정하십시오. 아직 만들고 싶지 않다면 자동이나 수동으로 네임스페이스만 준비할 수 있습니다.
    .title = 새 가상 클러스터가 필요합니다

explain-finding-vc-003 =
    이 클러스터에는 aws-auth로 들어오는 가상 클러스터(virtual cluster)가 있습니다. 계획대로 하면 같은 역할에 액세스 항목(access entry)이 생기고 액세스 항목이 aws-auth보다 우선합니다. EMR이 그 항목에 어떤 Kubernetes 사용자를 지정하는지는 문서에 없습니다. 다른 사용자라면 예전 가상 클러스터가 권한을 잃을 수 있으며, 어느 쪽인지 AWS가 확인해 주지 않았습니다.

    aws-auth의 EMR 항목을 남겨 두고, 실행 후 예전 가상 클러스터에서 작업을 시험하십시오. 또는 지금 상태를 그대로 두는 자동을 선택하십시오.
    .title = aws-auth를 쓰는 예전 가상 클러스터가 있습니다

explain-finding-vc-004 =
    예전 AWS 문서에는 액세스 항목(access entry)이 네임스페이스를 100개까지만 지원하며, 그보다 많으면 EMR이 알리지 않고 액세스 항목 없이 가상 클러스터를 만든다고 되어 있습니다. 현재 문서에는 이 내용도 다른 숫자도 없어, 한도가 남아 있는지 알 수 없습니다.

    계획은 진행됩니다. 실행 후 새 가상 클러스터가 통합되었는지 EMR에 조회합니다. 통합되지 않았으면 모드가 허용하는 경우 자동이나 수동으로 설정해야 합니다.
    .title = 많은 네임스페이스가 액세스 항목을 쓰고 있습니다

explain-finding-vc-005 =
    ARRESTED는 가상 클러스터(virtual cluster)를 삭제하라고 했지만 EMR이 클러스터에서 권한이 없어 삭제하지 못한 상태입니다. Role, 매핑, 네임스페이스를 먼저 지우면 이렇게 됩니다.

    EMR에 접근 권한을 다시 주십시오. 이 계획으로 될 수도 있습니다. 그런 다음 가상 클러스터를 한 번 더 삭제하십시오. 이때 삭제가 된다는 것은 AWS 문서를 바탕으로 한 해석입니다.
    .title = ARRESTED 상태의 가상 클러스터가 있습니다

explain-finding-vc-006 =
    EMR의 가상 클러스터(virtual cluster)를 조회할 권한이 없거나 조회에 실패했습니다. 그래서 네임스페이스가 이미 쓰이는지, aws-auth를 쓰는 예전 가상 클러스터가 있는지 알 수 없습니다.

    emr-containers:ListVirtualClusters 권한을 받고 다시 확인하십시오. 이대로 진행하면 같은 네임스페이스의 두 번째 가상 클러스터는 EMR이 거부하지만, 예전 가상 클러스터에 대한 경고는 할 수 없습니다.
    .title = 가상 클러스터를 조회하지 못했습니다

explain-finding-vc-007 =
    이 네임스페이스에는 aws-auth로 들어오는 가상 클러스터가 실행 중입니다. 네임스페이스 하나에는 가상 클러스터가 하나만 있을 수 있고, AWS 문서에 따르면 액세스 항목(access entry)은 새 가상 클러스터에만 쓸 수 있습니다. 기존 것은 옮길 수 없습니다.

    그대로 두려면 자동이나 수동 방식을 쓰십시오. 바꾸려면 작업을 취소하고, EMR의 접근 권한이 살아 있을 때 가상 클러스터를 삭제한 다음 액세스 항목으로 새로 만드십시오.
    .title = 실행 중인 가상 클러스터가 예전 방식입니다
