## 역할 ARN 대신 주어진 것

role-arn-error = "{ $given }": { $problem }
role-arn-error-offer = { $error }. 역할은 { $offer }입니다
role-arn-empty = ARN이 비어 있습니다. 역할 ARN은 arn:aws:iam::111122223333:role/Name 형식입니다
role-arn-not-an-arn = ARN이 아닙니다. 역할 ARN은 arn:aws:iam::111122223333:role/Name 형식입니다
role-arn-partition = arn: 다음 부분이 aws, aws-cn, aws-us-gov 같은 AWS 파티션이 아닙니다
role-arn-service = { $found } 서비스의 리소스입니다. IAM 역할이 필요합니다
role-arn-region = IAM ARN에는 리전이 없습니다. 리전을 지워 콜론 두 개가 이어지게 하십시오
role-arn-account = 계정 ID는 숫자 12자리여야 하는데 "{ $found }"입니다
role-arn-session = 역할이 아니라 세션입니다
role-arn-session-sso = 역할이 아니라 IAM Identity Center 세션입니다. 역할에는 경로도 있으며 IAM 콘솔에서 볼 수 있습니다
role-arn-kind = { $kind ->
    [root] 계정의 루트입니다
    [user] IAM 사용자입니다
    [group] IAM 그룹입니다
    [policy] IAM 정책입니다
    [instance-profile] 역할을 담기만 하는 인스턴스 프로파일입니다
    [federated-user] 페더레이션 사용자입니다
   *[other] 다른 IAM 리소스("{ $kind }")입니다
}. IAM 역할이 필요합니다
role-arn-case = "{ $found }"{ JOSA($found, "은/는") } 소문자여야 합니다. ARN은 글자 하나까지 비교됩니다
role-arn-wildcard = 와일드카드는 여기서 쓸 수 없습니다. 역할 하나를 지정하십시오
role-arn-path = IAM이 받지 않는 경로입니다. 빈 부분 없이 ASCII 문자 최대 512자입니다
role-arn-trimmed = 역할 ARN 앞뒤의 공백이나 따옴표를 뺐습니다: { $role }
role-elsewhere-partition = 역할은 파티션 { $role }에, 클러스터는 { $cluster }에 있습니다. 다른 파티션의 역할은 그곳에서 동작하지 않습니다.
role-elsewhere-account = 역할은 계정 { $role }에, 클러스터는 계정 { $cluster }에 있습니다. 클러스터와 같은 계정의 역할을 지정하십시오.
