# 사람이 편집하는 텍스트로서의 aws-auth: AWS 문서의 옵션 2.

step-edit-aws-auth = aws-auth: 편집한 mapRoles
step-edit-aws-auth-why = aws-auth는 어떤 IAM 역할이 어떤 Kubernetes 사용자인지 클러스터에 알려 줍니다. 지금 텍스트가 보여 준 그대로일 때만, 편집한 텍스트를 바이트 그대로 그 자리에 씁니다.
what-edit-aws-auth = 텍스트 편집: +{ $added } -{ $removed }줄
step-restore-aws-auth = aws-auth: 실행 전의 mapRoles
step-restore-aws-auth-why = 그사이 아무도 mapRoles를 바꾸지 않았으면 실행 전의 텍스트를 바이트 그대로 되돌립니다.
question-aws-auth-way = aws-auth를 어떻게 편집합니까?
question-aws-auth-text = mapRoles의 텍스트. 텍스트가 든 파일(비워 두면 편집기를 엽니다):
question-aws-auth-file = mapRoles의 텍스트. 텍스트가 든 파일(VISUAL, EDITOR 모두 설정되어 있지 않습니다):
question-edit-aws-auth = 편집한 텍스트가 다른 사용자의 항목을 빼앗거나 아주 큰 권한을 줍니다. 발견 사항을 확인하십시오. 받아들이려면 클러스터 이름 입력:
choice-entry = 옵션 1: EMR 항목 하나만 추가
choice-text = 옵션 2: mapRoles 텍스트 편집
ui-option-aws-auth-way = aws-auth를 어떻게 편집합니까?
ui-option-aws-auth-way-entry = 옵션 1: EMR 항목 하나만 추가
ui-option-aws-auth-way-text = 옵션 2: mapRoles 텍스트를 편집하고 입력하는 대로 검사
ui-option-aws-auth-text = mapRoles의 텍스트
ui-editor-untouched = 아직 편집하지 않음: e를 누르십시오
ui-editor-edited = 편집함: 항목 + { $added }, - { $removed }, 변경 { $changed }
ui-editor-stale = 편집했으나 그 뒤 aws-auth가 바뀜: e를 눌러 다시 확인하십시오
ui-editor-title = { $cluster }의 kube-system/aws-auth, mapRoles
ui-editor-caret = { $line }행 { $column }열
ui-editor-trouble = 쓸 수 없는 텍스트입니다: { $line }행 { $column }열. { $why }
ui-editor-trouble-whole = 쓸 수 없는 텍스트입니다. { $why }
ui-editor-reads = EKS가 읽는 항목 { $entries }개: + { $added }, - { $removed }, 변경 { $changed }
ui-editor-reads-same = EKS가 읽는 항목 { $entries }개, 지금과 같음
ui-editor-emr = EMR의 역할은 사용자 emr-containers
ui-editor-no-emr = EMR 항목이 없음: Ctrl-N으로 넣기
ui-editor-own-kept = 본인의 항목은 그대로
ui-editor-own-lost = 본인의 항목이 없어짐
ui-editor-own-elsewhere = 본인은 mapRoles가 아닌 다른 길로 접근
ui-key-edit-text = 텍스트 편집
ui-key-editor-take = 사용
ui-key-editor-entry = EMR 항목
ui-key-editor-outside = $EDITOR
ui-key-editor-trouble = 문제가 있는 곳
ui-key-editor-undo = 취소
ui-key-editor-redo = 다시 실행
ui-key-editor-close = 닫기
ui-notice-editor-none = VISUAL, EDITOR 어느 쪽에도 편집기가 없습니다.
ui-notice-editor-failed = 편집기를 시작하지 못했거나 오류로 끝났습니다. 텍스트는 그대로입니다.
ui-notice-editor-unchanged = 편집기에서 텍스트를 바꾸지 않았습니다.
ui-notice-editor-too-long = ConfigMap에 담을 수 있는 크기를 넘습니다. 텍스트는 그대로입니다.
ui-notice-editor-has-entry = EMR 항목이 이미 있습니다.
ui-notice-editor-draft = 초안을 보관했으며 아직 쓰지 않았습니다. 편집기에서 Ctrl-S를 누르면 사용합니다.
ui-complaint-aws-auth-text = 받아들이지 않았습니다: { $finding }
ui-complaint-no-aws-auth-text = 먼저 mapRoles의 텍스트를 편집하거나(그 줄에서 e) 옵션 1을 선택하십시오.
ui-complaint-aws-auth-moved = 텍스트를 편집한 뒤 aws-auth가 바뀌었습니다. 다시 열어, 지금 이 텍스트로 무엇이 달라지는지 확인하십시오.
ui-review-edit-aws-auth = 이 계획의 aws-auth 편집은 다른 사용자의 항목을 빼앗거나 아주 큰 권한을 줍니다. 발견 사항을 확인하십시오. 허용하려면 c를 누르고 { $cluster }, Enter를 입력하십시오.
ui-review-edit-aws-auth-typing = 이 계획의 aws-auth 편집은 다른 사용자의 항목을 빼앗거나 아주 큰 권한을 줍니다. 허용하려면 { $cluster }, Enter를 정확히 입력하십시오. 붙여 넣은 텍스트는 인정하지 않습니다.
ui-review-ready-edit-aws-auth = aws-auth 편집이 허용되었습니다. 아직 아무것도 바꾸지 않았습니다. a를 누르면 이 계획을 그대로 실행합니다.
line-editor-text = 텍스트 확인: 항목 { $entries }개, + { $added }, - { $removed }, 변경 { $changed }.
line-editor-failed = { $what }. 텍스트는 그대로입니다.
error-edit-aws-auth = 편집한 aws-auth 텍스트가 다른 사용자의 항목을 빼앗거나 아주 큰 권한을 줍니다. 이 클러스터에서 받아들이려면 --accept-aws-auth-edit { $cluster } 옵션을 더하십시오.
error-edit-aws-auth-other = --accept-aws-auth-edit { $given }: 맞지 않습니다. 클러스터는 { $cluster }입니다.
error-aws-auth-text = { $path }: 쓸 수 없는 텍스트입니다.
error-aws-auth-text-unread = { $path }: { $why }
error-aws-auth-text-too-large = { $path }: { $bytes }바이트입니다. mapRoles는 최대 { $most }바이트입니다.
error-aws-auth-text-no-file = { $path }: 파일이 아닙니다.
error-no-aws-auth-text = mapRoles의 텍스트가 없습니다. --aws-auth-text 옵션으로 파일을 지정하십시오.
error-aws-auth-moved = 텍스트를 편집한 뒤 aws-auth가 바뀌었습니다. 다시 확인하십시오.
editor-none = VISUAL, EDITOR 어느 쪽에도 편집기가 없습니다
editor-not-started = { $program }: 시작할 수 없습니다({ $why })
editor-ended = { $program }: { $how }
editor-unreadable = { $program }: 남긴 파일을 읽을 수 없습니다({ $why })
editor-no-room = 편집기에 줄 파일을 만들 수 없습니다({ $why })
finding-auth-063 = { $subject }: 편집한 텍스트를 쓸 수 없습니다
finding-auth-063-fix = 표시된 줄을 고치십시오. 그때까지 이 텍스트로는 계획을 만들지 않습니다.
finding-auth-058 = 편집한 텍스트에서 { $subject } 역할이 emr-containers 사용자가 아닙니다
finding-auth-058-fix = 확인된 ARN으로 그룹 없이 항목을 추가하거나(편집기에서 Ctrl-N) 옵션 1을 선택하십시오.
finding-auth-059 = { $subject }: 편집한 텍스트에서 본인의 항목이 빠집니다
finding-auth-059-fix = 본인 역할의 항목을 남겨 두십시오. 없으면 이 자격 증명으로 더 이상 클러스터에 들어갈 수 없습니다.
finding-auth-060 = { $subject }: 편집한 텍스트에서 노드가 들어오는 항목이 빠지거나 바뀝니다
finding-auth-060-fix = 항목이 없어진 노드는 클러스터에서 떨어져 나갑니다. 그 노드가 완전히 없어진 것이 아니면 항목을 되살리십시오. 진행하려면 클러스터 이름을 입력해야 합니다.
finding-auth-061 = { $subject }: 편집한 텍스트에서 다른 사용자의 항목이 빠지거나 바뀝니다
finding-auth-061-fix = 그 항목을 쓰던 사람은 들어올 수 없게 되거나 다른 사용자로 들어옵니다. 먼저 확인을 받으십시오. 진행하려면 클러스터 이름을 입력해야 합니다.
finding-auth-062 = { $subject }: 편집한 텍스트가 클러스터 전체 권한을 주거나 다른 계정을 들입니다
finding-auth-062-fix = 의도한 것인지 확인하십시오. 진행하려면 클러스터 이름을 입력해야 합니다.

explain-step-edit-aws-auth =
    kube-system/aws-auth의 mapRoles 텍스트를 편집한 텍스트로 바꿉니다. AWS 문서의 옵션 2이며, 문서에서는 kubectl edit를 씁니다. mapUsers, mapAccounts 등 나머지 키는 그대로입니다.

    입력하는 동안 EKS의 인증기가 읽는 방식으로 텍스트를 읽습니다. 처음 걸리는 곳을 캐럿으로 보여 주고, 편집으로 추가되고 빠지고 바뀌는 항목, EMR 항목이 유효한지, 본인이 여전히 들어갈 수 있는지를 함께 보여 줍니다.

    실행할 때 지금 텍스트를 한 번 더 읽습니다. 보여 준 텍스트 그대로일 때만 그 버전에 대해 편집한 텍스트를 씁니다. 다르면 중지합니다. 다른 텍스트였다면 어떻게 편집했을지는 아무도 알 수 없기 때문입니다. 쓴 뒤에는 새 토큰으로 본인의 접근을 확인하고, 막혔으면 이전 텍스트를 되돌립니다.
    .title = 단계: aws-auth 텍스트 편집

explain-step-restore-aws-auth =
    통째로 편집한 텍스트는 통째로 되돌립니다. 실행이 기록한 이전 텍스트를 바이트 그대로 씁니다.

    그사이 누가 mapRoles를 바꾸었으면 아무것도 쓰지 않습니다. 이전 텍스트가 그 변경을 지우기 때문입니다.
    .title = 단계: aws-auth 텍스트 복원

explain-finding-auth-063 =
    EKS는 읽을 수 없는 섹션에서 아무것도 가져오지 않습니다. 그러면 노드를 비롯해 그 섹션으로 들어오던 모두가 막힙니다. 그래서 그런 곳이 있는 텍스트는 쓰지 않습니다. 앵커, 병합 키, 태그, 한 항목에 두 번 나오는 키, 두 번째 문서도 읽는 프로그램마다 해석이 달라 거부합니다.
    .title = 편집한 텍스트를 쓸 수 없음

explain-finding-auth-058 =
    EMR은 서비스 연결 역할로 들어오며, aws-auth가 그 역할을 Kubernetes 사용자 emr-containers로 매핑해야 합니다. ARN은 경로 없이 쓰고 그룹은 없습니다. 그 항목이 없는 텍스트로는 EMR이 들어올 수 없어 계획의 목적을 이루지 못합니다.
    .title = 편집한 텍스트에 EMR 항목이 없음

explain-finding-auth-059 =
    지금 쓰는 자격 증명은 mapRoles의 항목으로 클러스터에 들어가는데 편집한 텍스트에는 그 항목이 없습니다. 클러스터를 만든 주체라는 등 다른 길이 있을 수 있지만 이 프로그램은 그것을 믿고 진행하지 않습니다.
    .title = 편집한 텍스트로 본인이 막힘

explain-finding-auth-060 =
    노드와 Fargate의 포드는 system:bootstrappers, system:nodes, system:node-proxier 그룹이 있는 항목으로 들어옵니다. 항목이 없으면 kubelet이 거부되고 노드는 NotReady가 되며 그 포드는 다른 곳으로 옮겨집니다. 클러스터 이름을 직접 입력해야 하며 --yes로는 되지 않습니다.
    .title = 편집한 텍스트에서 노드 항목이 빠짐

explain-finding-auth-061 =
    항목이 빠지거나 다르게 매핑되면 그 역할을 쓰는 사람과 파이프라인이 할 수 있는 일이 달라집니다. 클러스터 이름을 직접 입력해야 하며 --yes로는 되지 않습니다.
    .title = 편집한 텍스트에서 다른 사용자의 항목이 빠짐

explain-finding-auth-062 =
    system:masters 그룹은 RBAC와 관계없이 클러스터에서 모든 일을 할 수 있습니다. 다른 계정의 역할을 넣은 항목은 누가 들어올지를 그 계정이 정하게 합니다. 어느 쪽이든 클러스터 이름을 직접 입력해야 하며 --yes로는 되지 않습니다.
    .title = 편집한 텍스트가 아주 큰 권한을 줌
