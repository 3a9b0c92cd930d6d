## The configuration file, protected clusters, and the machine that this runs on

error-config-unreadable = { $path } cannot be read: { $why }. Nothing is run while it is not known which clusters it protects; correct that or remove the file.
error-config-special = { $path } is no file. Nothing is run while it is not known which clusters are protected; put a file there or remove it.
error-config-large = { $path } has more than { $most } bytes. It only lists protected clusters; shorten it.
error-config-not-text = { $path }: not UTF-8 text from this line on. Save the file as UTF-8.
error-config-malformed = { $path }: { $what }. Correct that line; the README shows a whole file.
error-config-newer = { $path } is made for version { $found }, this program reads version { $supported }. Use a newer emr-onramp.
error-config-version = { $path }: there is no version { $found } of this file. Write version: { $supported }
error-config-others = { $path } may be written to by others (mode { $mode }), who could lift its protection. Run: chmod go-w { $path }
error-config-owner = { $path } belongs to another user, who could lift its protection. Make it your own (chown) or remove it.
error-relative-folder = { $variable } is "{ $given }", and must be an absolute path. Correct or unset it.
error-temporary-others = TMPDIR, { $path }, may be written to by everybody and has no sticky bit (mode { $mode }), so that others could replace what is put there. Run: chmod +t { $path }, or set TMPDIR to a folder of your own.
error-temporary-owner = TMPDIR, { $path }, belongs to another user, who could replace what is put there. Set it to a folder of your own.
error-temporary-unreadable = TMPDIR, { $path }, cannot be used: { $why }. Set it to a folder of your own.
error-setuid = The program's file { $path } gives its user the rights of somebody else (setuid or setgid). Run: chmod ug-s { $path }
error-protected = Nothing was run: the configuration protects cluster { $cluster } (read-only).
error-protected-name = The configuration protects cluster { $cluster }: add --accept-protected { $cluster } to change it all the same.
error-protected-other = --accept-protected { $given } does not fit: the cluster is { $cluster }.
question-protected = The configuration protects this cluster. Its name, typed, to change it all the same:
report-protected-read-only = PROTECTED: the configuration says that nothing on this cluster is changed; this plan will not run.
report-protected-typed-name = PROTECTED: the configuration wants this cluster's name typed before it is changed.
ui-identity-protected-read-only = PROTECTED: read-only
ui-identity-protected-typed-name = PROTECTED
ui-review-read-only = Nothing can be run here: --readonly is on.
ui-review-protected = Nothing can be run here: the configuration protects this cluster (read-only).
ui-review-guarded = The configuration PROTECTS this cluster. To change it all the same, type its name: press c, then { $cluster }, then Enter.
ui-review-guarded-typing = The configuration PROTECTS this cluster. To change it all the same, type exactly { $cluster }, then Enter. Pasted text does not count.
ui-review-ready-guarded = The name was typed. Nothing has been changed yet. a runs exactly this plan.
sign-in-note-root = This program runs as root: it reads root's AWS settings, and needs no rights of root.
sign-in-note-no-home = HOME is not set: neither the AWS settings nor the configuration with protected clusters can be found.
sign-in-note-unknown-region = The region { $region } is none that this program knows. New ones come every year; if nobody answers there, check the name.
paths-there = there
paths-missing = not there
paths-unknown = unknown: HOME is not set
finding-target-001 = { $subject }: EKS told of another cluster than this one
finding-target-001-fix = Nothing is written. Look which endpoint, proxy or file of settings the calls go through; AWS itself answers with the cluster that it was asked for.
explain-finding-target-001 =
    DescribeCluster was asked for one region and name, and the ARN in the answer has another. Everything that follows, the address of the API server, its certificate and what would be written, hangs on that answer.

    So the plan is refused, whatever else it says. AWS itself never answers so: look which endpoint, proxy or sandbox the calls go through.
    .title = The cluster that answered is another one
