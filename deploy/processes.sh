# What deploy/up and deploy/down know about processes. Sourced, not run. Wants neither ps nor pgrep: slim systems lack them.

# began PID: when the process began, as a text that no other process of that id has
began() {
  if [[ -r /proc/$1/stat ]]; then
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0 # it has ended in this moment
    # after the name, which may hold anything, the start is the twentieth
    set -- ${stat##*) }
    printf '%s' "${20}"
  elif command -v ps >/dev/null; then
    ps -o lstart= -p "$1" | tr -s ' ' '_'
  else
    printf 'unknown'
  fi
}
