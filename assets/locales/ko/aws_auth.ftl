# aws-auth: why it is not edited, and what becomes of it.

finding-refusal = 이유: { $why }
finding-refusal-about = 이유: { $why } ({ $detail })
refusal-bad-mapping = 이 매핑은 aws-auth에 쓸 수 없습니다
refusal-unsafe-text = 이 섹션은 확실하게 편집할 수 없습니다
refusal-mapped-otherwise = 이 역할은 이미 다른 것에 매핑되어 있습니다
refusal-never-matches = EMR의 역할이 결코 일치하지 않는 ARN으로 적혀 있습니다. ARN에서 경로를 빼십시오
refusal-flow-layout = 여러 줄에 걸친 대괄호 목록은 편집하지 않습니다. 대시로 시작하는 줄로 쓰십시오
refusal-unclear-end = 마지막 항목이 어디서 끝나는지 분명하지 않습니다
refusal-too-large = 크기가 너무 커집니다
refusal-miscased-key = 대소문자가 달라 EKS가 이 키를 무시하며, 그 옆에는 아무것도 추가하지 않습니다. mapRoles를 쓰려던 것은 아닙니까?
refusal-not-ours = 추가한 텍스트가 추가한 그대로 있지 않습니다
refusal-ambiguous = 추가한 텍스트가 두 번 이상 있습니다
refusal-mismatch = 결과를 다시 읽었을 때 예상과 다릅니다
refusal-immutable = immutable: true입니다. 변경할 수 없고 삭제한 뒤 다시 만들 수만 있으며, 이 프로그램은 그렇게 하지 않습니다
refusal-being-removed = 삭제되는 중입니다
aws-auth-kept = 실행 { $run }에서 아직 읽을 수 있던 때의 aws-auth를 보관했습니다: { $path }
aws-auth-kept-how = 먼저 비교한 뒤, 아직 접근할 수 있는 자격 증명으로 되돌리십시오: { $command }
watch-locked-out = 클러스터가 더 이상 접근을 허용하지 않습니다. 액세스 항목을 만들면 다시 들어갈 수 있습니다({ $principal }에 클러스터 전체 범위의 AmazonEKSClusterAdminPolicy 정책). 아래 명령은 아무것도 실행하지 않았습니다: { $commands }
watch-locked-out-by-another = 클러스터가 더 이상 접근을 허용하지 않습니다. { $mode } 모드에서는 액세스 항목을 쓸 수 있지만, EKS는 지금 사용하는 자격 증명의 액세스 항목을 받아들이지 않습니다. 다른 IAM 역할이나 사용자의 항목을 만들게 하거나, 클러스터를 만든 자격 증명으로 로그인하여 실행이 보관한 텍스트를 되돌리십시오.
watch-locked-out-without-entry = 클러스터가 더 이상 접근을 허용하지 않으며, { $mode } 모드에서는 액세스 항목이 도움이 되지 않습니다. EKS는 클러스터를 만든 자격 증명에는 여전히 접근을 허용합니다. 그 자격 증명으로 로그인하여 실행이 보관한 텍스트를 되돌리십시오. 그럴 수 없다면 되돌릴 수 없는 모드 변경만 남습니다.
step-create-aws-auth = aws-auth: ConfigMap 생성
step-create-aws-auth-why = aws-auth가 없습니다. AWS 사용 설명서대로 관리형 노드 그룹마다 그 역할의 항목을 넣어 만듭니다.
undo-leave-aws-auth = 그대로 둡니다. aws-auth가 있으면 다른 사람들도 여기에 의존하게 되며, 이 프로그램은 aws-auth를 삭제하지 않습니다.
question-create-aws-auth = 이 클러스터에 aws-auth를 새로 만듭니다. 관리형 노드 그룹에 속하지 않은 노드는 들어 있지 않습니다. 진행하려면 클러스터 이름을 입력:
ui-review-create-aws-auth = 이 계획은 aws-auth가 없는 클러스터에 aws-auth를 새로 만듭니다. 줄을 확인하십시오. 여기에 없으면 이 길로는 들어올 수 없습니다. 허용하려면 c를 누르고 { $cluster }, Enter를 입력하십시오.
ui-review-create-aws-auth-typing = 이 계획은 aws-auth가 없는 클러스터에 aws-auth를 새로 만듭니다. 허용하려면 { $cluster }, Enter를 정확히 입력하십시오. 붙여 넣은 텍스트는 인정하지 않습니다.
ui-review-ready-create-aws-auth = aws-auth 생성이 허용되었습니다. 아직 아무것도 바꾸지 않았습니다. a를 누르면 이 계획을 그대로 실행합니다.
error-create-aws-auth = aws-auth가 없어 계획이 새로 만듭니다. 이 클러스터에서 받아들이려면 --create-aws-auth { $cluster } 옵션을 더하십시오.
error-create-aws-auth-other = --create-aws-auth { $given }: 맞지 않습니다. 클러스터는 { $cluster }입니다.
finding-auth-056 = { $subject }: aws-auth가 없어 계획이 새로 만듭니다
finding-auth-056-fix = 확인된 역할을 노드의 역할과 비교하십시오. 다른 노드 역할과 Fargate Pod 실행 역할은 바로 뒤이어 항목을 추가하거나, 액세스 항목 방식을 선택하십시오.

finding-auth-057 = { $subject }: 노드 그룹을 읽지 못해 aws-auth를 만들 수 없습니다
finding-auth-057-fix = 권한을 요청하거나, aws-auth가 필요 없는 액세스 항목 방식을 선택하십시오.

explain-step-create-aws-auth =
    aws-auth가 없는 클러스터의 kube-system에 ConfigMap aws-auth를 만듭니다. AWS의 기본 텍스트대로 관리형 노드 그룹마다 그 역할의 항목을 넣어 노드가 들어올 수 있게 합니다. 어떤 역할인지는 EKS가 알려 줍니다. 수동 방식에서만, 그리고 클러스터 이름을 직접 입력했을 때만 합니다.

    함정: aws-auth가 없는 클러스터는 처음부터 필요가 없었거나 잃어버린 것입니다. 잃어버린 경우, 거기에 있던 다른 사람과 파이프라인, 직접 만든 노드, Fargate는 누군가 추가할 때까지 들어올 수 없습니다. 모드가 CONFIG_MAP이고 노드가 관리형 노드 그룹에 속하지 않으면 계획은 만들기를 거부합니다.

    만든 뒤에는 새 토큰으로 본인의 접근을 확인합니다. 이 프로그램은 aws-auth를 삭제하지 않으므로 되돌릴 것도 없습니다.
    .title = 단계: aws-auth 생성

explain-finding-auth-056 =
    수동 방식은 aws-auth에 EMR의 항목을 추가하는데, 이 클러스터에는 aws-auth가 없습니다. 그래서 계획은 AWS 사용 설명서대로 클러스터의 관리형 노드 그룹 역할을 넣어 먼저 만듭니다.

    잃어버린 aws-auth에 누가 있었는지는 EKS와 사용자만 압니다. 다른 노드 역할, Fargate Pod 실행 역할, 사람은 새 aws-auth에 들어 있지 않습니다. 모드가 액세스 항목을 쓸 수 있으면 그 항목으로 여전히 들어올 수 있습니다.
    .title = 계획이 aws-auth를 만듭니다

explain-finding-auth-057 =
    새 aws-auth에는 노드의 역할이 들어 있어야 합니다. 액세스 항목을 읽지 않는 클러스터에서 그것이 빠지면 노드가 클러스터에 들어오지 못합니다. eks:ListNodegroups와 eks:DescribeNodegroup 권한이 없으면 어떤 역할인지 알 수 없고, 역할 없이 만든 목록은 추측일 뿐이므로 만들지 않습니다.
    .title = aws-auth를 만들 수 없습니다
