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

# join: waits for every lane, prints what each said in the order they began, and fails as soon as one has failed.
join() {
    local index running=("${!beside_names[@]}")
    while [ ${#running[@]} -gt 0 ]; do
        for index in "${!running[@]}"; do
            _ended "${running[$index]}" || continue
            _told "${running[$index]}" || return 1
            unset "running[$index]"
        done
        sleep 0.1
    done
    for index in "${!beside_names[@]}"; do
        cat "$logs/$index"
        # shellcheck disable=SC2031
        mapfile -t -O "${#times[@]}" times <"$logs/$index.times"
    done
    beside_names=()
    beside_pids=()
}

_ended() {
    ! kill -0 "${beside_pids[$1]}" 2>/dev/null
}

# _told NUMBER: of a lane that has ended; ends the others where it failed.
_told() {
    local status=0
    wait "${beside_pids[$1]}" || status=$?
    if [ "$status" != 0 ]; then
        cat "$logs/$1"
        printf '\nFailed with status %d: %s\n' "$status" "${beside_names[$1]}" >&2
        end_lanes
        return 1
    fi
}

end_lanes() {
    local pid
    for pid in "${beside_pids[@]}"; do
        # A lane that has ended has nobody left to tell.
        if kill -0 -- "-$pid" 2>/dev/null; then kill -TERM -- "-$pid"; fi
    done
}
