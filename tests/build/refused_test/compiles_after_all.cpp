// SPDX-License-Identifier: MIT
// What refused.cmake must notice: nothing is wrong here.
// refused: expected

int right = 0;
