// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/curl/file_check.hpp>

using wua::content_verdict;
using wua::detail::file_check;
using wua::detail::remedy;

TEST_CASE("content that a check refuses is sought elsewhere, unless its digest was right or it is to be kept",
          "[file_check]")
{
    const content_verdict discarded = content_verdict::refused("it looks odd", wua::refused_file::discarded);
    const content_verdict kept = content_verdict::refused("it looks odd", wua::refused_file::kept);
    CHECK(file_check::failure_of(discarded, false).remedy == remedy::other_mirror);
    CHECK(file_check::failure_of(discarded, true).remedy == remedy::give_up);
    CHECK(file_check::failure_of(kept, false).remedy == remedy::give_up);
    CHECK(file_check::failure_of(kept, true).remedy == remedy::give_up);
    CHECK_FALSE(file_check::failure_of(discarded, false).keeps_bytes);
    CHECK(file_check::failure_of(kept, false).keeps_bytes);
}

TEST_CASE("a refusal has the check's code and sentence, and never a code of success", "[file_check]")
{
    content_verdict verdict = content_verdict::refused("it looks odd");
    verdict.hresult = wua::e_accessdenied;
    CHECK(file_check::failure_of(verdict, true).result.hresult == wua::e_accessdenied);
    CHECK(file_check::failure_of(verdict, true).result.detail == "it looks odd");
    verdict.hresult = wua::s_ok;
    CHECK(file_check::failure_of(verdict, true).result.hresult == wua::bg_e_validation_failed);
}
