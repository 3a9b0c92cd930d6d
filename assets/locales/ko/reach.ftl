# 클러스터의 Kubernetes API에 이르는 길과 그것을 막은 것.

finding-kube-003 = { $subject }: API 서버가 VPC 안에서만 응답하며, 이 컴퓨터는 밖에 있습니다
finding-kube-003-fix = VPC 안에서 또는 VPN으로 실행하거나, --kubeconfig와 --context로 터널을 거치십시오. AWS만으로 알 수 있고 할 수 있는 일은 여기서도 됩니다.
finding-kube-004 = { $subject }: API 서버가 정해진 주소에만 응답하며, 이 컴퓨터에는 응답하지 않았습니다
finding-kube-004-fix = 표시된 범위를 인터넷으로 나가는 주소와 비교하십시오(이 프로그램은 그 주소를 조회하지 않습니다). 주소를 추가해 달라고 하거나 목록에 있는 네트워크에서 실행하십시오.
finding-kube-005 = { $subject }: API 서버의 이름을 찾지 못했습니다
finding-kube-005-fix = 이 컴퓨터의 DNS와 VPN을 확인하십시오. 방금 만든 클러스터의 이름은 몇 분이 지나야 조회됩니다.
finding-kube-006 = { $subject }: API 서버의 주소에서 연결을 거부했습니다
finding-kube-006-fix = 그 주소에서 받는 프로그램이 없습니다. 방화벽이거나, 열리지 않은 터널이거나, 다른 곳을 가리키는 이름입니다. 터널, VPN, /etc/hosts를 확인하십시오.
finding-kube-007 = { $subject }: API 서버의 주소가 응답하지 않습니다
finding-kube-007-fix = 네트워크, VPN, 방화벽을 확인하십시오. EKS에 따르면 엔드포인트는 이 컴퓨터에도 열려 있으므로 중간 어딘가에서 막혔습니다.
finding-kube-008 = { $subject }: 받은 인증서가 이 클러스터의 인증 기관이 서명한 것이 아닙니다
finding-kube-008-fix = 이 컴퓨터와 클러스터 사이에서 다른 것이 대신 응답합니다. 대개 TLS를 복호화하는 회사 프록시입니다. 클러스터의 주소를 예외로 지정하십시오. 그대로 진행하는 방법은 없습니다.
finding-kube-009 = { $subject }: 받은 인증서가 다른 이름의 것입니다
finding-kube-009-fix = 같은 인증 기관의 다른 서버로 이어지는 주소입니다. 터널을 거친다면 kubeconfig의 tls-server-name에 클러스터의 원래 호스트 이름을 적으십시오.
finding-kube-010 = { $subject }: 받은 인증서가 만료되었거나 아직 유효하지 않습니다
finding-kube-010-fix = 먼저 이 컴퓨터의 시계를 확인하십시오. EKS는 인증서를 스스로 갱신하므로 오래된 인증서는 중간에 있는 것이 보낸 것입니다.
finding-kube-011 = { $subject }: 안전한 연결이 이루어지지 않았습니다
finding-kube-011-fix = 서버가 핸드셰이크를 끊었거나 TLS 1.2와 1.3을 모릅니다. EKS의 API 서버는 둘 다 지원하므로 중간에 무엇이 있는지 확인하십시오.
finding-kube-012 = { $subject }: 프록시가 연결해 주지 않습니다
finding-kube-012-fix = HTTPS_PROXY 또는 kubeconfig의 proxy-url을 이름과 암호까지 확인하십시오. 프록시 없이 닿는 클러스터라면 그 호스트를 NO_PROXY에 넣으십시오.
finding-kube-013 = { $subject }: 이 kubeconfig는 다른 클러스터를 가리킵니다
finding-kube-013-fix = 그 클러스터에는 아무것도 보내지 않았습니다. --context로 이 클러스터의 컨텍스트를 고르거나, `aws eks update-kubeconfig`로 만들거나, --kubeconfig와 --context를 빼십시오. 없어도 됩니다.
finding-kube-014 = { $subject }: Kubernetes가 이 이름으로 알지만 아무 권한도 없습니다
finding-kube-014-fix = 이 사용자에게 액세스 정책이나 RoleBinding을 달라고 요청하십시오. 앞에 적힌 이름이 Kubernetes가 아는 이름이며, 다른 이름에 준 규칙은 적용되지 않습니다.

explain-finding-kube-003 =
    클러스터의 엔드포인트가 프라이빗입니다. 이름이 VPC 안의 주소를 가리키므로 다른 곳에서 호출하면 응답이 없거나, 거부되거나, 이름을 찾지 못합니다. 그 가운데 무엇이었는지는 점검 결과 옆에 있습니다.

    EKS와 EMR은 AWS를 통해 어디서나 응답하므로 그것만으로 되는 일은 여기서도 됩니다. API 모드 클러스터에서는 액세스 항목(access entry) 방식 전체가 그렇습니다. 클러스터 안에는 아무것도 쓰지 않기 때문입니다. 자동과 수동 방식은 Kubernetes 오브젝트를 쓰므로 API 서버가 응답하는 곳에서 실행해야 합니다.
    .title = API 서버가 VPC 안에서만 응답합니다

explain-finding-kube-004 =
    퍼블릭 엔드포인트에 허용 주소 범위 목록(publicAccessCidrs)이 있고, 목록에 없는 주소에는 응답하지 않습니다. 범위는 점검 결과 옆에 있습니다. 인터넷에서 보이는 이 컴퓨터의 주소는 조회하지 않습니다. AWS와 클러스터 말고는 아무 곳도 호출하지 않기 때문입니다. 따라서 증명된 이유가 아니라 가장 그럴듯한 이유입니다.
    .title = API 서버가 이 컴퓨터에 응답하지 않았습니다

explain-finding-kube-005 =
    이 컴퓨터가 묻는 DNS 어디에도 엔드포인트의 호스트가 없습니다. EKS 엔드포인트의 이름은 프라이빗이어도 공개 DNS에 있으므로, 이 컴퓨터의 DNS나 외부 이름을 숨기는 회사 DNS의 문제이거나 클러스터가 이미 없어진 경우입니다.
    .title = API 서버의 이름을 찾지 못했습니다

explain-finding-kube-006 =
    연결이 거부되었습니다. 주소는 있지만 받는 프로그램이 없습니다. EKS는 거부하지 않고 응답하지 않을 뿐이므로, 이름이 다른 곳을 가리키거나 터널이 닫혀 있거나 방화벽이 거부한 것입니다.
    .title = API 서버의 주소에서 연결을 거부했습니다

explain-finding-kube-007 =
    엔드포인트는 퍼블릭이고 모든 주소에 열려 있지만 제때 응답이 없었습니다. 허용하지 않는 것을 버리는 방화벽, 모든 트래픽을 가져가는 VPN, 끊긴 네트워크가 이렇게 보입니다. 아무것도 보내지 않았습니다.
    .title = API 서버의 주소가 응답하지 않습니다

explain-finding-kube-008 =
    이 클러스터의 인증서에 서명하는 인증 기관은 EKS가 알려 주며(DescribeCluster의 certificateAuthority) 그것만 받아들입니다. 받은 인증서는 다른 기관의 것입니다. 토큰은 보내지 않았습니다.

    이 컴퓨터의 인증 기관과 AWS_CA_BUNDLE은 여기에 쓰이지 않으며, 쓰이게 하는 플래그도 없습니다. 토큰을 읽은 쪽은 15분 동안 본인 행세를 할 수 있습니다.
    .title = 다른 인증 기관의 인증서

explain-finding-kube-009 =
    이 클러스터의 인증 기관이 서명한 유효한 인증서이지만 호출한 이름의 것이 아닙니다. 터널이나 따로 정한 주소 뒤에서 생깁니다. 토큰은 보내지 않았습니다.
    .title = 다른 이름의 인증서

explain-finding-kube-010 =
    인증서에는 유효 기간이 있고 이 컴퓨터의 시계가 그 밖에 있습니다. 대개는 시계가 틀린 것입니다. 토큰은 보내지 않았습니다.
    .title = 지금 유효하지 않은 인증서

explain-finding-kube-011 =
    인증서를 확인하기 전에 TLS가 끝났습니다. 상대가 1.2보다 낮은 버전만 알거나, TLS 서버가 아니거나, 연결을 끊었습니다. 토큰은 보내지 않았습니다.
    .title = 안전한 연결이 이루어지지 않았습니다

explain-finding-kube-012 =
    이 연결에는 HTTPS_PROXY, ALL_PROXY 또는 kubeconfig의 proxy-url로 프록시가 정해져 있습니다. 프록시에는 터널(CONNECT)만 요청하므로 프록시는 클러스터의 이름만 봅니다. 토큰은 암호화되어 터널로만 갑니다. 이 프록시는 닿지 않거나, 암호를 요구하거나, 터널을 허용하지 않습니다.
    .title = 프록시가 연결해 주지 않습니다

explain-finding-kube-013 =
    kubeconfig는 Kubernetes API의 주소를 얻는 데만 쓰이며, 클러스터는 고른 이름으로 EKS가 아는 그 클러스터입니다. kubeconfig의 인증 기관이 EKS가 알려 준 인증 기관과 같을 때만 둘은 같은 클러스터입니다. 터널처럼 주소가 다르다면 tls-server-name에 클러스터의 원래 호스트 이름이 있어야 합니다.

    여기서는 둘 가운데 하나가 맞지 않습니다. 계속하면 의도하지 않은 클러스터를 바꿀 수 있으므로 아무것도 하지 않습니다.
    .title = 이 kubeconfig는 다른 클러스터를 가리킵니다

explain-finding-kube-014 =
    API 서버가 모든 요청에 403으로 응답했습니다. 액세스 항목이나 aws-auth로 누구인지는 알지만 그 사용자와 그룹에 무엇이든 허용하는 규칙이 없습니다. 알지 못한다는 401과는 다릅니다.

    앞에 적힌 사용자 이름은 서버가 부르는 이름입니다. 규칙은 그 이름이나 매핑의 그룹에 줍니다. 액세스 항목에 붙이는 액세스 정책이거나 그 이름에 대한 RoleBinding입니다.
    .title = Kubernetes가 알지만 아무 권한도 없습니다
