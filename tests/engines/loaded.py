"""The pipeline of the tests, loaded: what a server has imported from which workers are forked."""

from zhfacts import load

from tests.fast import FAST

load(FAST)
