# 실행의 재생과 보고서.

ui-run-title-replay = { $run } 재생: { $title }
replay-of = 실행 { $run }의 재생: 그때 일어난 일이며, 지금은 아무것도 호출하지 않습니다.
error-no-events = 실행 { $run }: 일어난 일이 남아 있지 않아 재생할 수 없습니다. 저널 보기: emr-onramp runs { $run }
run-report-title = emr-onramp 실행 { $run }
run-report-what = 내용
run-report-state = 상태
run-report-cluster = 클러스터
run-report-who = 실행한 주체
run-report-begun = 시작
run-report-last = 마지막 기록
run-report-plan = 계획(SHA-256)
run-report-sandbox = 연습 세계(실제 계정 아님)
run-report-steps = 단계
run-report-proof = 증명
run-report-no-proof = 증명 기록이 없습니다. 실행이 거기까지 가지 못했거나 기록이 남지 않았습니다.
run-report-undo = 되돌리기
run-report-no-undo = 되돌리는 명령이 없습니다. 쓴 것이 없거나, 다른 실행을 되돌리는 실행이거나, 그 세계가 이미 없습니다.
run-report-resume = 이어하기
run-report-other-calls = 첫 단계 전과 마지막 단계 뒤의 호출
