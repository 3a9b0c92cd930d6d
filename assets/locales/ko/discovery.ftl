# 클러스터와 네임스페이스 찾기: 찾는 대상, 조회하지 못한 것, 요청을 제한하는 서비스.

ui-throttled = { $service }에서 요청 수를 제한하는 중입니다. 기다렸다가 { $try }번째로 시도합니다
error-cannot-look = 따라서 클러스터 { $given }의 존재 여부는 알 수 없습니다.
ui-complaint-cannot-look = 클러스터 { $given }의 존재 여부를 확인하지 못했습니다. { $why }
ui-cluster-looking = 리전 { $regions }곳에서 { $name } 찾는 중
ui-cluster-none-listed = 고를 목록이 없습니다. 이유는 아래에 있습니다. 클러스터 이름을 알면 직접 입력하십시오(n).
ui-namespace-use = + { $name }: 있으면 그대로 쓰고 없으면 만듦
