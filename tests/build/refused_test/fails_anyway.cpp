// SPDX-License-Identifier: MIT
// What refused.cmake must notice: the failure has nothing to do with the mistake.
// refused: nothing_of_this_name

int wrong = nothing_of_this_name;
