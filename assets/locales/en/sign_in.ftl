## Signing in: what stands in the way

obstacle-unknown-profile = There is no profile "{ $given }" in the AWS settings.
obstacle-unknown-profile-next = { $count ->
    [0] The settings (~/.aws/config, ~/.aws/credentials) have no profile at all.
   *[other] Profiles there: { $known }
}
obstacle-no-region = No AWS region is set.
obstacle-no-region-next = Give --region, e.g. --region us-east-1, or set AWS_REGION.
obstacle-bad-region = "{ $given }", which the AWS settings name, cannot be a region.
obstacle-bad-region-next = Give --region, e.g. --region us-east-1, or correct AWS_REGION or the profile.
obstacle-unknown-region = Nobody answers for the region { $given }, and no region of that name is known.
obstacle-unknown-region-next = Check the name. Regions look like us-east-1 or ap-northeast-2.
obstacle-wrong-partition = The region { $region } does not belong to { $partition }, where these credentials are valid.
obstacle-wrong-partition-next = Choose a region of { $partition }, or credentials of the region's own partition.
obstacle-no-credentials = No AWS credentials were found. Looked for in this order:
obstacle-no-credentials-next = Sign in with aws sso login or aws configure, choose a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; then look again.
obstacle-mfa-code = The role { $role } needs the code of the MFA device { $serial }.
obstacle-mfa-code-next = Enter the code in the wizard, on a terminal, or export credentials of the role first.
obstacle-sso-session = The IAM Identity Center session of profile { $profile } is missing or has expired ({ $url }).
obstacle-sso-session-next = Sign in again in the wizard, or in another window: aws sso login --profile { $profile }
obstacle-login-session = The profile { $profile } holds a session of aws login, which only the AWS CLI can read.
obstacle-login-session-next = Export its credentials and start again: eval "$(aws configure export-credentials --profile { $profile } --format env)"
obstacle-process = The program of profile { $profile } did not give credentials: { $command }
obstacle-process-next = Run it by hand to see all that it says. It is started as the AWS CLI starts it, without a shell.
obstacle-process-open-quote = A quotation in credential_process does not end.
obstacle-process-last-backslash = credential_process ends with a backslash.
obstacle-process-no-program = credential_process names no program.
obstacle-process-not-found = There is no such program. $ and ~ are not replaced, as in the AWS CLI.
obstacle-process-not-runnable = It cannot be run.
obstacle-process-too-slow = It did not end within { $seconds } seconds and was stopped. It gets no input: what asks for a code does not work here.
obstacle-process-too-much = It printed more than { $kib } KiB and was stopped.
obstacle-process-ended = It ended with code { $code }.
obstacle-process-killed = A signal ended it.
obstacle-process-unreadable = What it printed cannot be read as credentials: { $field }
obstacle-process-expired = The credentials that it printed have expired.
obstacle-process-said = It said: { $said }
obstacle-foreign-endpoint = AWS calls would go to hosts that are neither AWS's own nor this computer:
obstacle-foreign-endpoint-next = If that is meant: { $flags }. Otherwise remove AWS_ENDPOINT_URL or endpoint_url.
obstacle-bad-endpoint = The endpoint override of { $service } is no http or https address: { $given }
obstacle-bad-endpoint-next = Correct or remove AWS_ENDPOINT_URL or endpoint_url.
obstacle-bad-proxy = { $variable } is no http or https address of a proxy: { $given }
obstacle-bad-proxy-next = Correct or unset it. SOCKS proxies are not supported.
obstacle-bad-ca-bundle = The CA bundle { $path } cannot be used: { $why }
obstacle-bad-ca-bundle-next = Correct or unset AWS_CA_BUNDLE or ca_bundle. TLS is never left unchecked instead.
obstacle-bad-role = The role_arn of profile { $profile } names no role:
obstacle-bad-role-next = Correct role_arn in ~/.aws/config, or choose another profile.
obstacle-bad-settings = The AWS settings do not lead to credentials: { $message }
obstacle-bad-settings-next = Correct ~/.aws/config or ~/.aws/credentials, or choose another profile.

place-environment = environment variables
place-profile = profile
place-web-identity = web identity token
place-container = container credentials
place-instance = instance metadata
looked-at = - { $place }: { $found }
looked-not-set = not set up
looked-switched-off = switched off
looked-no-answer = no answer
looked-failed = { $message }

sign-in-note-keys-win = The access keys in the environment win over profile { $profile }, as in the AWS CLI.
sign-in-note-profile-wins = Profile { $profile } was named, so the access keys in the environment are not used.
sign-in-note-role = The role { $role } was assumed.
sign-in-note-process = The credentials come from a program: { $command }
sign-in-note-sso-in-memory = The new IAM Identity Center session is kept in this program's memory only.
sign-in-note-proxy = Calls to AWS go through the proxy of { $variable }: { $shown }
sign-in-note-ca-bundle = The certificates in { $path } are trusted, too.

profile-kind-keys = access keys
profile-kind-sso = IAM Identity Center
profile-kind-role = role
profile-kind-process = program
profile-kind-web-identity = web identity
profile-kind-login-session = aws login
profile-kind-settings = settings only

## Signing in: the page

ui-sign-in-which-profile = Which profile?
ui-sign-in-which-region = Which region?
ui-sign-in-code = The code of the MFA device?
ui-sign-in-code-field = Code
ui-sign-in-device = Sign in with IAM Identity Center
ui-sign-in-device-url = Open
ui-sign-in-device-code = and enter
ui-sign-in-device-or = Or open this page, which has the code filled in:
ui-sign-in-device-waiting = Waiting for you to confirm it there; the code counts for { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
ui-sign-in-device-where = Any browser on any computer will do. Nothing is opened here by itself, and nothing is written to disk.
ui-choice-sso = Sign in
ui-choice-sso-what = with a code that you enter in a browser (IAM Identity Center)
ui-choice-allow = Allow
ui-choice-allow-what = send AWS calls to the hosts above, for this session
ui-choice-code = Enter the code
ui-choice-code-what = of the MFA device
ui-choice-profile = Profile
ui-choice-profile-what = use another profile of the AWS settings
ui-choice-region = Region
ui-choice-region-what = look in another region
ui-identity-read-only = READ-ONLY
ui-key-send-code = send

## Signing in: lines

question-profile = Which profile?
question-region = Which region?
question-mfa-code = The code of the MFA device (6 digits)?
choice-sso = sign in with a code in a browser
choice-allow = allow these hosts
choice-code = enter the code
choice-profile = use another profile
choice-region = look in another region
error-no-code = A code has six digits.
report-credentials = Credentials from: { $credentials }
report-endpoint = ENDPOINT OVERRIDE: AWS calls go to { $endpoint }
report-device = Open { $url } in any browser and enter the code { $code }. It counts for { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}. Or open the page with the code filled in:
report-device-waiting = Waiting for that. The new session stays in this program's memory only.
error-read-only = Nothing was run: --readonly is on.
