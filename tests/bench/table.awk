# table.awk - the tables of `make bench`, from aims.csv and results.csv, in this order.
#
# -v part=NAME: a table for each case and placement: who, the median of all rounds with its
# quartiles; then the ratios, ours to a peer's of the same round, their median and quartiles, the
# aim, and whether it is met. Ratios that have no aim are those of the same two in other metrics.
# -v points=1: a line for each ratio instead, for a plot, with tabs between:
# label, median, first and third quartile, aim or "-".
# A peer may be a sum, `cc + bats`, or `-`: then the bound is of ours itself.
BEGIN { FS = "," }
FNR == 1 { file++; next }
file == 1 && $1 == part { aim[++aims] = $0; next }
file == 2 && $1 == part {
    group = $2 SUBSEP $3
    if (!(group in groups)) { groups[group]; group_of[++count] = group }
    key = group SUBSEP $5 SUBSEP $6
    if (!(key in unit)) { whos[group] = whos[group] key "\n"; unit[key] = $8 }
    value[key, $4] = $7
    if ($4 > rounds[group]) rounds[group] = $4
}
END {
    for (g = 1; g <= count; g++) table(group_of[g])
    for (a = 1; a <= aims && !points; a++)
        if (!(a in seen)) {
            split(aim[a], f)
            printf "%s, %s%s: %s of %s%s was not measured\n", part, f[2], f[3] == "any" || f[3] == "*" ? "" : " on " f[3], f[4], f[5], f[6] == "-" ? "" : " beside " f[6]
        }
    if (!points) print ""
}
function table(group,    name, n, keys, i, k, a, f, metric, done) {
    split(group, name, SUBSEP)
    if (!points) {
        printf "\n%s: %s%s, %d round%s\n", part, name[1], name[2] == "any" ? "" : " on " name[2], rounds[group], rounds[group] == 1 ? "" : "s"
        printf "  %-34s %-8s %10s   %s\n", "who", "metric", "median", "quartiles"
    }
    n = split(whos[group], keys, "\n") - 1
    for (i = 1; i <= n && !points; i++) {
        split(keys[i], k, SUBSEP)
        quartiles(keys[i], "", group)
        printf "  %-34s %-8s %10s   %s to %s %s\n", k[3], k[4], short(middle), short(low), short(high), unit[keys[i]]
    }
    for (a = 1; a <= aims; a++) {
        split(aim[a], f)
        if (f[2] != name[1] && f[2] != "*" || f[3] != name[2] && f[3] != "*") continue
        if (ratio(group, f[5], f[6], f[4], f[7], f[8])) seen[a]
        done[f[5], f[6], f[4]]
    }
    # The same two in what else was measured of both.
    for (a = 1; a <= aims; a++) {
        split(aim[a], f)
        if (f[2] != name[1] && f[2] != "*" || f[3] != name[2] && f[3] != "*" || f[6] == "-") continue
        for (i = split("wall cpu rate memory", metric, " "); i > 0; i--)
            if (!((f[5], f[6], metric[i]) in done)) {
                done[f[5], f[6], metric[i]]
                ratio(group, f[5], f[6], metric[i], "", "")
            }
    }
}
# ratio: prints the ratio of ours to a peer, and whether the bound is kept. False: there is none.
function ratio(group, ours, peer, metric, sign, bound,    key, said, met) {
    key = group SUBSEP ours SUBSEP metric
    if (!quartiles(key, peer == "-" ? "" : peer, group, metric)) return 0
    said = peer == "-" ? ours : ours " / " (peer ~ / [+\/] / ? "(" peer ")" : peer)
    if (points) {
        if (peer != "-") {
            split(group, name, SUBSEP)
            printf "%s %s, %s%s\t%g\t%g\t%g\t%s\n", said, metric, name[1], name[2] == "any" ? "" : ", " name[2], middle, low, high, bound == "" ? "-" : bound
        }
        return 1
    }
    printf "  %-34s %-8s %10s   %s to %s", said, metric, short(middle), short(low), short(high)
    if (sign != "") {
        met = sign == ">=" ? middle >= bound + 0 : middle <= bound + 0
        printf "   aim %s %s%s: %s", sign, bound, peer == "-" ? " " unit[key] : "", met ? "met" : "MISSED"
    }
    print ""
    return 1
}
# quartiles: of the values of a key; or of their ratios to the peer's, round by round. Puts them
# into low, middle and high; false when there are none.
function quartiles(key, peer, group, metric,    r, n, sorted, sum, i, parts, terms, x) {
    n = 0
    terms = peer == "" ? 0 : split(peer, parts, / \+ /)
    for (r = 1; r <= rounds[group]; r++) {
        if (!((key, r) in value)) continue
        x = value[key, r]
        if (terms) {
            sum = 0
            for (i = 1; i <= terms; i++) {
                if (!((group, parts[i], metric, r) in value)) break
                sum += value[group, parts[i], metric, r]
            }
            if (i <= terms || sum <= 0) continue
            x /= sum
        }
        for (i = n++; i > 0 && sorted[i] > x; i--) sorted[i + 1] = sorted[i]
        sorted[i + 1] = x
    }
    if (n == 0) return 0
    low = at(sorted, n, 0.25)
    middle = at(sorted, n, 0.5)
    high = at(sorted, n, 0.75)
    return 1
}
# at: the value at a part of the way through n sorted ones, between two of them in proportion.
function at(sorted, n, part_of,    where, below) {
    where = 1 + (n - 1) * part_of
    below = int(where)
    return below >= n ? sorted[n] : sorted[below] + (where - below) * (sorted[below + 1] - sorted[below])
}
function short(x) {
    return x >= 1000 || x <= -1000 ? sprintf("%.0f", x) : sprintf("%.3g", x)
}
