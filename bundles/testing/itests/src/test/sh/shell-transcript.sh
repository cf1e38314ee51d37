#!/usr/bin/env bash
# Tries a node's shell as a new operator would, in a terminal of 80 columns (tmux), and prints what the screen showed as
# Markdown: docs/shell-transcript.md is what it printed last.
#
#   bundles/testing/itests/src/test/sh/shell-transcript.sh distribution/target/tessera-* > docs/shell-transcript.md
#
# Two nodes run on loopback: one makes a few blocks of a development chain, the other one, in the terminal, follows it. Waits
# are for what the screen shows, never for a time; each has a deadline.
set -u
dist=$(cd "$1" && pwd) || exit 2
seconds=${TRANSCRIPT_SECONDS:-60}
work=$(mktemp -d) || exit 1
tmux=(tmux -L "tessera-transcript-$$" -f /dev/null)
maker=''

finish() {
  "${tmux[@]}" kill-server 2>/dev/null
  [ -z "$maker" ] || { kill "$maker" && wait "$maker"; } 2>/dev/null
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

fail() {
  echo "shell-transcript: $1" >&2
  screen >&2
  exit 1
}

# The screen without what is blank at its end.
screen() { "${tmux[@]}" capture-pane -p -t node 2>/dev/null | sed -e 's/[[:space:]]*$//' | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'; }

# Waits until the command succeeds.
await() {
  local what=$1 end=$((SECONDS + seconds))
  shift
  until "$@"; do
    [ $SECONDS -lt $end ] || fail "no $what within $seconds s"
    sleep 0.1
  done
}

last_line() { screen | tail -n 1; }
shows() { screen | grep -qE -- "$1"; }
prompts() { [ "$(last_line)" = 'tessera>' ]; }
has() { [ -s "$1" ]; }

keys() { "${tmux[@]}" send-keys -t node "$@"; }

# An empty screen with a prompt: what stands there is deleted first, with the list of what Tab has offered.
clear_screen() {
  keys C-u
  await 'empty line' shows '^tessera>$'
  keys C-l
  await 'empty screen' empty_screen
}
empty_screen() { [ "$(screen)" = 'tessera>' ]; }

# Types a line, and waits until it has been answered.
answer() {
  clear_screen
  keys -l "$1"
  keys Enter
  await "answer to '$1'" answered
}
answered() { [ "$(screen | wc -l)" -gt 1 ] && prompts; }

# The line is entered again until the answer is the one to show.
answer_with() {
  local end=$((SECONDS + seconds))
  until answer "$1" && shows "$2"; do
    [ $SECONDS -lt $end ] || fail "'$1' does not show '$2'"
  done
}

heading() { printf '## %s\n\n%s\n\n' "$1" "$2"; }

# What the screen shows, but for the prompt that waits for the next line.
show() {
  printf '```text\n'
  screen | sed -e '${/^tessera>$/d}'
  printf '```\n\n'
}

# --- the two nodes

options='-XX:TieredStopAtLevel=1 -Dtessera.log.console=ERROR'
export TESSERA_JAVA_OPTS="${TESSERA_JAVA_OPTS:-} $options"
"$dist/bin/tessera" chain new-dev --out "$work/dev.json" >"$work/log" 2>&1 || fail "$(cat "$work/log")"
"$dist/bin/tessera" run --no-shell --chain "$work/dev.json" --data "$work/maker" --listen 127.0.0.1:0 \
  --dev-all --fast --no-tickets --blocks 8 >"$work/log" 2>&1 &
maker=$!
await 'node that makes blocks' has "$work/maker/node.json"
peer=$(sed -n 's/.*"peer_id":"\([^"]*\)".*/\1/p' "$work/maker/node.json")
address=$(sed -n 's/.*"listening":\["\([^"]*\)".*/\1/p' "$work/maker/node.json")

unset TMUX
"${tmux[@]}" new-session -d -s node -x 80 -y 60 \
  "exec '$dist/bin/tessera' run --chain '$work/dev.json' --data '$work/node' --listen 127.0.0.1:0 --bootnode $peer@$address" ||
  fail 'tmux does not start'
await 'prompt' prompts

# --- what a new operator tries

cat <<'TEXT'
# The shell, tried

What a terminal of 80 columns showed: a node that follows a development chain of another one on the same machine. Printed by
`bundles/testing/itests/src/test/sh/shell-transcript.sh`; a test runs it again where there is tmux, and compares.

TEXT

heading 'Help' "\`help\` lists what there is, \`help COMMAND\` tells more."
answer 'help'
show
answer 'help peers'
show

heading 'Completion' 'Tab completes a command; pressed again it offers what may follow: here after `sy`, after `sync ` and after `peers --`.'
clear_screen
keys -l 'sy'
keys Tab
await 'completion' shows '^tessera> sync'
show
keys Tab
await 'offer' shows 'mode'
show
clear_screen
keys -l 'peers --'
keys Tab
await 'offer' shows '--json'
show

heading 'A mistyped command' 'One line says what is wrong.'
answer 'statsu'
show
answer 'peers --al'
show

heading 'The node' 'Who it is, where it listens, where the chain stands.'
answer_with 'status' 'peers +1'
show

heading 'What is not there, and why' '`why` lists what waits for something, or is switched off.'
answer 'why'
show

heading 'A wide table' 'Tables fit the 80 columns.'
answer 'protocols'
show
answer 'peers'
show

heading 'The end' '`shutdown`, or Ctrl-D at an empty line, stops the node.'
clear_screen
keys -l 'shutdown'
await 'line' shows '^tessera> shutdown$'
show
keys Enter
ended() { ! "${tmux[@]}" has-session -t node 2>/dev/null; }
await 'end of the node' ended
