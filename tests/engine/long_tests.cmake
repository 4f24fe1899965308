# SPDX-License-Identifier: MIT
# The longest tests of this folder: ctest begins with them, so that none is left alone at the end.
set_tests_properties("engine/every misbehaviour of a server ends as it should, and its trace shows the same again" PROPERTIES COST 33)
set_tests_properties("engine/a flood takes next to nothing from other hosts" PROPERTIES COST 18)
set_tests_properties("engine/whatever one mirror does, the other brings the file" PROPERTIES COST 17)
set_tests_properties("engine/two processes over the same file fetch it once, whatever becomes of the first" PROPERTIES COST 15)
set_tests_properties("engine/every misbehaviour that needs much content ends as it should with much content" PROPERTIES COST 11)
set_tests_properties("engine/a server that answers further requests wrongly costs nothing but these" PROPERTIES COST 10)
set_tests_properties("engine/a download that was killed at any operation on the disk ends right after a restart" PROPERTIES COST 9)
set_tests_properties("engine/an engine waits while another downloads the file, and then looks for it before it fetches" PROPERTIES COST 8)
