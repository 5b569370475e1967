#!/bin/sh
# Compiles the bean with the bundle's own libraries and puts its jar into lib/. Once before: bin/idwise-routes --prepare
set -eu
cd "$(dirname "$0")"
rm -rf classes
javac -cp "../../unpacked/lib/*" -d classes Customers.java
jar --create --file ../../lib/customers.jar -C classes .
