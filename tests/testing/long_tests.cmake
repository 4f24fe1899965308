# SPDX-License-Identifier: MIT
# The longest tests of this folder: ctest begins with them, so that none is left alone at the end.
set_tests_properties("testing/each flaw of an engine is reported, by the rule that it breaks and no other" PROPERTIES COST 34)
set_tests_properties("testing/each mistake of an engine's author is named by its rule, in seconds" PROPERTIES COST 20)
set_tests_properties("testing/no misbehaviour answers as a right server does" PROPERTIES COST 8)
