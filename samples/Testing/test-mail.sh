#!/usr/bin/env bash
# Tests what sends mail and is no PowerShell, here curl, with the sandbox as a program and its JSON API.
set -euo pipefail
cd "$(dirname "$0")/../.."

# The sandbox ends with its standard input, and so with this script, whatever becomes of it.
coproc SANDBOX { dotnet run --project samples/Sandbox -- --web 0 --quiet --until-eof; }
while read -r name value rest <&"${SANDBOX[0]}"; do
  case $name in
    SMTP) smtp=$value ;;
    Page) page=$value ;;
    Ctrl+C) break ;;
  esac
done
: "${smtp:?The sandbox did not start.}" "${page:?The sandbox has no page.}"

printf 'From: backup@example.com\r\nTo: ops@example.com\r\nSubject: Backup finished\r\n\r\nAll is well.\r\n' |
  curl --silent --show-error --fail "smtp://127.0.0.1:$smtp" --mail-from backup@example.com --mail-rcpt ops@example.com --upload-file -

# The next message with that recipient, or nothing after ten seconds.
message=$(curl --silent --show-error --fail "${page}api/messages/next?to=ops@example.com&timeout=10")
case $message in
  *'"subject":"Backup finished"'*) echo 'The report came.' ;;
  *) echo "Another message came, or none: $message" >&2; exit 1 ;;
esac
