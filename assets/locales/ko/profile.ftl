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
