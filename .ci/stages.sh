# shellcheck shell=bash
# Stages that run one after the other or side by side. Whatever fails ends the run; logs come whole and in order.

times=()
beside_names=()
beside_pids=()
logs=$(mktemp -d)

# stage NAME COMMAND…: runs it now.
stage() {
    local name=$1 began=$SECONDS
    shift
    printf '\n== %s\n' "$name"
    "$@"
    times+=("$(printf '%5d s  %s' $((SECONDS - began)) "$name")")
}

# lane NAME COMMAND…: begins a function of stages beside what follows, in a process group of its own.
lane() {
    local name=$1 log
    shift
    log="$logs/${#beside_names[@]}"
    # A command in a condition or a list would lose `set -e`, so the lane is a plain subshell.
    set -m
    (
        set -euo pipefail
        # This lane's own: the run reads them from the file.
        # shellcheck disable=SC2030
        times=()
        "$@"
        printf '%s\n' "${times[@]}" >"$log.times"
    ) >"$log" 2>&1 &
    set +m
    beside_names+=("$name")
    beside_pids+=($!)
}

# join: waits for every lane in the order they began, prints what each said, and fails with the first that failed.
join() {
    local index status
    for index in "${!beside_names[@]}"; do
        status=0
        wait "${beside_pids[$index]}" || status=$?
        cat "$logs/$index"
        if [ "$status" != 0 ]; then
            printf '\nFailed with status %d: %s\n' "$status" "${beside_names[$index]}" >&2
            end_lanes
            return 1
        fi
        # shellcheck disable=SC2031
        mapfile -t -O "${#times[@]}" times <"$logs/$index.times"
    done
    beside_names=()
    beside_pids=()
}

end_lanes() {
    local pid
    for pid in "${beside_pids[@]}"; do
        # A lane that has ended has nobody left to tell.
        if kill -0 -- "-$pid" 2>/dev/null; then kill -TERM -- "-$pid"; fi
    done
}
