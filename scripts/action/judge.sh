#!/usr/bin/env bash
# Judges the manifests of a job. Annotations go to its log; with SARIF=true the same goes into a file that the output `sarif` names.
# ARGUMENTS: further arguments, one a line.
set -euo pipefail

arguments=(manifest)
[[ -z $MANIFESTS ]] || arguments+=("--filename=$MANIFESTS")
[[ -z $KUSTOMIZE ]] || arguments+=("--kustomize=$KUSTOMIZE")
[[ -z $NAMESPACE ]] || arguments+=("--namespace=$NAMESPACE")
while IFS= read -r argument; do
  argument=${argument%$'\r'}
  [[ -z $argument ]] || arguments+=("$argument")
done <<<"$ARGUMENTS"

if [[ $SARIF == true ]]; then
  sarif=$RUNNER_TEMP/kubectl-pullcheck.sarif
  rm -f "$sarif"
  # how it ends is for the second run to say
  kubectl-pullcheck "${arguments[@]}" --output=sarif --output-file="$sarif" 2>/dev/null || true
  [[ ! -f $sarif ]] || echo "sarif=$sarif" >>"$GITHUB_OUTPUT"
fi
kubectl-pullcheck "${arguments[@]}" --output=github
