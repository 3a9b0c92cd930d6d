# Finding clusters and namespaces: what is looked for, what could not be listed, who throttles.

ui-throttled = { $service } is throttling: waiting, try { $try }
error-cannot-look = So it is not known whether there is a cluster { $given }.
ui-complaint-cannot-look = Whether there is a cluster { $given } could not be found out. { $why }
ui-cluster-looking = looking for { $name } in { $regions ->
    [one] { $regions } region
   *[other] { $regions } regions
    }
ui-cluster-none-listed = No list to choose from: see why below. Whoever knows a cluster's name can type it (n).
ui-namespace-use = + { $name }: will be used as it is, or created where it is not there
