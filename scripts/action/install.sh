#!/usr/bin/env bash
# Puts the kubectl-pullcheck of this commit's release on PATH of the job: krew-manifest.yaml names each archive and its checksum.
# INSTALL: archive or npm. The rest of the environment is that of a GitHub runner.
set -euo pipefail

fail() {
  echo "::error title=kubectl pullcheck::$1"
  exit 1
}

manifest=$GITHUB_ACTION_PATH/krew-manifest.yaml
version=$(awk '$1 == "version:" { print substr($2, 2) }' "$manifest")

case $INSTALL in
  archive) ;;
  npm)
    npm install --global --ignore-scripts --no-fund --no-audit "kubectl-pullcheck@$version"
    exit
    ;;
  *) fail "install is archive, npm or none, not $INSTALL" ;;
esac

case $RUNNER_OS in
  Linux) os=linux ;;
  macOS) os=darwin ;;
  Windows) os=windows ;;
  *) os=$RUNNER_OS ;;
esac
case $RUNNER_ARCH in
  X64) arch=amd64 ;;
  ARM64) arch=arm64 ;;
  *) arch=$RUNNER_ARCH ;;
esac

read -r uri sha256 < <(awk -v os="$os" -v arch="$arch" '
  $1 == "os:" { has_os = $2 == os }
  $1 == "arch:" { has_arch = $2 == arch }
  $1 == "uri:" { uri = $2 }
  $1 == "sha256:" && has_os && has_arch { gsub("\"", "", $2); print uri, $2 }
' "$manifest") || fail "there is no archive for $os/$arch: with 'install: npm' the npm package is taken, which needs Node.js"

folder=$RUNNER_TEMP/kubectl-pullcheck-$version
archive=$RUNNER_TEMP/${uri##*/}
curl --fail --silent --show-error --location --retry 3 --output "$archive" "$uri" || fail "$uri could not be downloaded"
if command -v sha256sum >/dev/null; then sum=$(sha256sum <"$archive"); else sum=$(shasum -a 256 <"$archive"); fi
[[ ${sum%% *} == "$sha256" ]] || fail "${uri##*/} has the checksum ${sum%% *}, not $sha256"

mkdir -p "$folder"
case $archive in
  *.zip) unzip -q -o -d "$folder" "$archive" ;;
  *) tar -xzf "$archive" -C "$folder" ;;
esac
echo "$folder" >>"$GITHUB_PATH"
