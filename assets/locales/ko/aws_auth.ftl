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
watch-locked-out-without-entry = 클러스터가 더 이상 접근을 허용하지 않으며, { $mode } 모드에서는 액세스 항목이 도움이 되지 않습니다. EKS는 클러스터를 만든 자격 증명에는 여전히 접근을 허용합니다. 그 자격 증명으로 로그인하여 실행이 보관한 텍스트를 되돌리십시오. 그럴 수 없다면 되돌릴 수 없는 모드 변경만 남습니다.
