#!/usr/bin/env bash
# What git asks for the token.
[ "$1" = get ] || exit 0
echo username=x-access-token
echo "password=$TOKEN"
