# --kubeconfig와 --context.

kubeconfig-note-skipped = KUBECONFIG의 { $path } 파일이 없어 건너뛰었습니다.
kubeconfig-note-plugin = kubeconfig의 플러그인은 실행하지 않습니다: { $command }. 토큰은 이 세션의 AWS 자격 증명으로 여기서 만들며, 거기에 적힌 프로필은 쓰지 않습니다.
kubeconfig-note-credentials = kubeconfig에 든 토큰, 암호, 클라이언트 인증서는 쓰지 않습니다. 토큰은 이 세션의 AWS 자격 증명으로 여기서 만듭니다.
kubeconfig-note-proxy = Kubernetes를 kubeconfig의 프록시로 호출합니다: { $shown }.

error-kubeconfig-sandbox = { $flag } 플래그는 --sandbox와 함께 쓸 수 없습니다. 샌드박스에는 자체 Kubernetes API가 있습니다.
error-kubeconfig-no-file = kubeconfig가 없습니다. --kubeconfig로 지정하십시오.
error-kubeconfig-no-context = kubeconfig에 현재 컨텍스트가 없습니다. --context로 고르십시오. 있는 컨텍스트: { $known }
error-kubeconfig-unknown-context = kubeconfig에 없는 컨텍스트입니다: "{ $name }". 있는 컨텍스트: { $known }
error-kubeconfig-dangling = 컨텍스트가 가리키는 항목이 kubeconfig에 없습니다: { $kind } "{ $name }"
error-kubeconfig-server = kubeconfig의 server "{ $shown }" 값이 이름과 암호가 없는 https://호스트:포트 형식이 아닙니다.
error-kubeconfig-http = kubeconfig의 server "{ $shown }" 값은 TLS를 쓰지 않아 중간에서 누구나 토큰을 읽을 수 있으므로 거부합니다. https여야 합니다.
error-kubeconfig-unchecked = kubeconfig에 insecure-skip-tls-verify: true가 있습니다. 여기서는 인증서를 항상 확인하므로 이 컨텍스트를 거부합니다. 클러스터의 certificate-authority-data를 넣으십시오.
error-kubeconfig-no-authority = kubeconfig의 클러스터에 certificate-authority-data가 없습니다. 이 클러스터인지 알 수 있는 것은 그것뿐이므로 거부합니다.
error-kubeconfig-authority = kubeconfig의 인증 기관이 PEM 형식의 인증서가 아닙니다.
error-kubeconfig-proxy = kubeconfig의 proxy-url "{ $shown }" 값이 http:// 또는 https:// 주소가 아닙니다. 다른 종류의 프록시는 지원하지 않습니다.
error-kubeconfig-plugin = kubeconfig가 여기서 실행하지 않는 프로그램으로 토큰을 얻습니다: { $command }. 여기서 만드는 것과 같은 토큰을 만든다고 알려진 것은 `aws eks get-token`과 aws-iam-authenticator뿐입니다.
error-kubeconfig-acts-as = kubeconfig의 사용자가 "{ $user }" 사용자로 가장합니다. 여기서는 그렇게 하지 않으며, 권한이 예상과 달라지므로 거부합니다.

error-kubeconfig-missing = { $path }: 파일이 없습니다
error-kubeconfig-folder = { $path }: kubeconfig가 아니라 폴더입니다
error-kubeconfig-special = { $path }: kubeconfig가 아니라 파이프나 장치이므로 열지 않았습니다
error-kubeconfig-large = { $path }: { $most }바이트보다 커서 kubeconfig일 수 없습니다
error-kubeconfig-writable = { $path }: 이 컴퓨터의 누구나 쓸 수 있어(모드 { $mode }) 어디로든 이어질 수 있습니다. chmod o-w를 실행하고 내용을 확인한 뒤 다시 시도하십시오
error-kubeconfig-unreadable = { $path }: 읽지 못했습니다: { $what }
error-kubeconfig-not-text = { $path }: UTF-8 텍스트가 아닙니다
error-kubeconfig-malformed = { $path }:{ $place }: 여기부터 kubeconfig가 아닙니다. 비밀일 수 있어 내용은 표시하지 않습니다
error-kubeconfig-not-one = { $path }: kubeconfig가 아닙니다
