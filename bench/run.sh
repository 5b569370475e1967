#!/usr/bin/env bash
# Builds the product and the benchmark, measures, prints one table. --quick takes some three minutes.
set -euo pipefail
cd "$(dirname "$0")"
(cd .. && ./mvnw -q package -DskipTests && bin/idwise-routes --prepare >&2)
../mvnw -q compile dependency:build-classpath -Dmdep.outputFile=target/classpath.txt
classpath="target/classes:$(cat target/classpath.txt)"
absolute="$PWD/target/classes:$(cat target/classpath.txt)"
exec java -Dbench.classpath="$absolute" -cp "$classpath" org.idwiseroutes.bench.Bench "$@"
