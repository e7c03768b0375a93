#!/usr/bin/env bash
# Diagnoses Pods of a real cluster that needs no registry of ours: the one of the current kubeconfig, such as kind's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

expect() { # CAUSE, then the Pod's container as JSON
  local name=$1 container=$2
  kubectl create namespace "$name" >/dev/null
  until kubectl get serviceaccount default -n "$name" >/dev/null 2>&1; do sleep 1; done
  kubectl apply -n "$name" -f - >/dev/null <<JSON
{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": {"containers": [$container]}}
JSON
  local cause=
  for _ in $(seq 60); do
    cause=$(bin/kubectl-pullcheck pod web -n "$name" -o json --exit-zero | jq -r '.pods[0].images[0].cause')
    [[ $cause == "$name" ]] && break
    sleep 2
  done
  [[ $cause == "$name" ]] || { echo "expected $name, and got $cause"; bin/kubectl-pullcheck pod web -n "$name" --exit-zero; exit 1; }
  echo "$name: as expected"
}

expect image-not-found '{"name": "app", "image": "registry.k8s.io/pause:no-such-tag"}'
expect image-reference-invalid '{"name": "app", "image": "registry.k8s.io/Pause:3.10"}'
expect image-never-pull '{"name": "app", "image": "registry.k8s.io/pause:3.1", "imagePullPolicy": "Never"}'
expect registry-dns-failure '{"name": "app", "image": "registry.invalid/app:v1"}'
