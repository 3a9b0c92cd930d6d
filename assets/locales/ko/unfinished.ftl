# 도중에 멈춘 실행: 그사이 바뀐 것과 이어하기.

side-planned = 계획을 만들 때:
side-wanted = 계획이 바란 상태:
side-found = 지금:
side-nothing = 없음

record-new-plan = 지금 상태로 새 계획 만들기: { $command }
ui-run-next-drifted = 다음: r을 누르십시오. 클러스터를 다시 읽고 지금 상태에서 남은 것을 새 계획으로 보여 줍니다.
ui-run-next-session = AWS 세션이 끝났습니다. r을 눌러 다시 로그인하십시오. 같은 주체이면 실행이 저절로 이어지며, 같은 요청을 두 번 보내지 않습니다.
ui-run-title-session = { $cluster }: 세션을 기다리는 중
ui-sign-in-unfinished = 끝나지 않은 실행
unfinished-run = { $run }: { $cluster }, { $about }, { $state }
unfinished-more = { $line } (외 { $count }건: emr-onramp runs)
unfinished-paused = 이 세션을 기다리는 실행이 있습니다. 승인한 주체와 같으면 저절로 이어집니다.
ui-choice-resume = 이어하기
ui-choice-resume-what = 계획을 확인한 뒤 끝나지 않은 실행을 이어갑니다
ui-review-resuming = 실행 { $run } 이어하기: { $cluster }, { $all }단계 중 { $done }단계 완료
error-other-caller = 이 세션의 주체는 { $now }이고, 실행을 승인한 주체는 { $was }입니다. 같은 주체로만 이어갈 수 있습니다. 그 주체로 로그인한 뒤 다시 찾으십시오.
