// SPDX-License-Identifier: MIT
// The tables of error codes and what is looked up in them.

#include "catch.hpp"
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <vector>

using namespace wua;

namespace
{

struct block
{
    std::string name;
    detail::array_view<hresult_info> codes;
    std::string prefix;
};

std::vector<block> blocks()
{
    return {
        {"success", success_codes, "WU_S_"},       {"agent", agent_errors, "WU_E_"},
        {"download", download_errors, "WU_E_DM_"}, {"transport", transport_errors, "WU_E_PT_"},
        {"handler", handler_errors, "WU_E_UH_"},   {"store", store_errors, "WU_E_DS_"},
        {"transfer", transfer_errors, ""},         {"automatic updates", automatic_updates_errors, "WU_E_"},
    };
}

std::uint32_t bits(HRESULT code)
{
    return static_cast<std::uint32_t>(code);
}

} // namespace

TEST_CASE("no two entries share a code or a name", "[errors]")
{
    std::set<HRESULT> codes;
    std::set<std::string_view> names;
    for (const auto& row : com_codes)
    {
        codes.insert(row.value);
        names.insert(row.name);
    }
    for (const auto& block : blocks())
    {
        for (const auto& row : block.codes)
        {
            INFO(row.name);
            CHECK(codes.insert(row.value).second);
            CHECK(names.insert(row.name).second);
        }
    }
}

TEST_CASE("every entry has a meaning and a name of its block", "[errors]")
{
    for (const auto& block : blocks())
    {
        for (const auto& row : block.codes)
        {
            INFO(row.name);
            CHECK_FALSE(row.meaning.empty());
            CHECK(row.name.substr(0, block.prefix.size()) == block.prefix);
            CHECK(std::all_of(row.name.begin(), row.name.end(), [](unsigned char c) {
                return std::isupper(c) != 0 || std::isdigit(c) != 0 || c == '_';
            }));
        }
    }
}

TEST_CASE("success codes are successes and all others are failures", "[errors]")
{
    for (const auto& block : blocks())
    {
        for (const auto& row : block.codes)
        {
            INFO(row.name);
            CHECK(succeeded(row.value) == (block.name == "success"));
        }
    }
}

TEST_CASE("the codes a download meets have the numbers of the documentation", "[errors]")
{
    CHECK(bits(wu_s_update_error) == 0x00240003);
    CHECK(bits(wu_s_marked_for_disconnect) == 0x00240004);
    CHECK(bits(wu_s_dm_alreadydownloading) == 0x00246001);
    CHECK(bits(wu_e_not_initialized) == 0x80240004);
    CHECK(bits(wu_e_invalidindex) == 0x80240007);
    CHECK(bits(wu_e_operationinprogress) == 0x80240009);
    CHECK(bits(wu_e_call_cancelled) == 0x8024000B);
    CHECK(bits(wu_e_time_out) == 0x80240021);
    CHECK(bits(wu_e_all_updates_failed) == 0x80240022);
    CHECK(bits(wu_e_no_update) == 0x80240024);
    CHECK(bits(wu_e_download_failed) == 0x80240034);
    CHECK(bits(wu_e_invalid_operation) == 0x80240036);
    CHECK(bits(wu_e_not_supported) == 0x80240037);
    CHECK(bits(wu_e_revert_not_allowed) == 0x80240047);
    CHECK(bits(wu_e_dm_urlnotavailable) == 0x80246001);
    CHECK(bits(wu_e_dm_incorrectfilehash) == 0x80246002);
    CHECK(bits(wu_e_dm_notdownloaded) == 0x80246007);
    CHECK(bits(wu_e_pt_http_status_not_mapped) == 0x8024402B);
    CHECK(bits(wu_e_pt_winhttp_name_not_resolved) == 0x8024402C);
    CHECK(bits(wu_e_uh_needanotherdownload) == 0x8024200D);
    CHECK(bits(wu_e_ds_nodata_downloadjob) == 0x80248028);
    CHECK(bits(wu_e_au_noservice) == 0x8024A000);
    CHECK(bits(bg_e_token_required) == 0x80200056);
    CHECK(bits(wininet_e_timeout) == 0x80072EE2);
    CHECK(bits(wininet_e_name_not_resolved) == 0x80072EE7);
    CHECK(bits(wininet_e_cannot_connect) == 0x80072EFD);
    CHECK(bits(wininet_e_connection_aborted) == 0x80072EFE);
    CHECK(bits(do_e_download_no_progress) == 0x80D02002);
}

TEST_CASE("every entry is found by its code", "[errors]")
{
    for (const auto& block : blocks())
    {
        for (const auto& row : block.codes)
        {
            const hresult_info* found = describe(row.value);
            REQUIRE(found != nullptr);
            CHECK(found->name == row.name);
        }
    }
}

TEST_CASE("the codes of COM are described too", "[errors]")
{
    REQUIRE(describe(e_pointer) != nullptr);
    CHECK(describe(e_pointer)->name == "E_POINTER");
}

TEST_CASE("an unknown code has no description", "[errors]")
{
    CHECK(describe(make_hresult(0x8024600D)) == nullptr);
    CHECK(describe(hresult_from_bits_http_status(299)) == nullptr);
}

TEST_CASE("a code can be described while compiling", "[errors]")
{
    CHECK(describe(wu_e_no_update)->name == "WU_E_NO_UPDATE");
}

TEST_CASE("each HTTP status with a code of its own is mapped to it", "[errors]")
{
    const std::vector<std::pair<int, std::uint32_t>> documented{
        {400, 0x80244016}, {401, 0x80244017}, {403, 0x80244018}, {404, 0x80244019}, {405, 0x8024401A},
        {407, 0x8024401B}, {408, 0x8024401C}, {409, 0x8024401D}, {410, 0x8024401E}, {500, 0x8024401F},
        {501, 0x80244020}, {502, 0x80244021}, {503, 0x80244022}, {504, 0x80244023}, {505, 0x80244024},
    };
    CHECK(documented.size() == std::size(http_status_codes));
    for (const auto& [status, code] : documented)
    {
        INFO(status);
        CHECK(bits(hresult_from_http_status(status)) == code);
    }
}

TEST_CASE("the meaning of a mapped HTTP status names that status", "[errors]")
{
    for (const auto& known : http_status_codes)
    {
        CHECK(describe(known.code)->meaning == "HTTP " + std::to_string(known.status));
    }
}

TEST_CASE("any other HTTP status is reported as not mapped", "[errors]")
{
    const int status = GENERATE(-1, 0, 100, 302, 399, 402, 406, 411, 416, 418, 429, 499, 506, 599, 70000);
    CHECK(hresult_from_http_status(status) == wu_e_pt_http_status_not_mapped);
}

TEST_CASE("what() of an error says the name and the meaning of its code", "[errors]")
{
    CHECK(std::string(wua::hresult_error(wua::wu_e_no_update).what()) ==
          "WU_E_NO_UPDATE: " + std::string(wua::describe(wua::wu_e_no_update)->meaning));
    for (const auto table : wua::detail::code_tables)
    {
        for (const wua::hresult_info& row : table)
        {
            CHECK(wua::hresult_error(row.value).what() == std::string(row.name) + ": " + std::string(row.meaning));
        }
    }
}

TEST_CASE("the background transfer service puts the HTTP status into the low half of its code", "[errors]")
{
    CHECK(bits(hresult_from_bits_http_status(404)) == 0x80190194);
    CHECK(bits(hresult_from_bits_http_status(407)) == 0x80190197);
    CHECK(bits(hresult_from_bits_http_status(414)) == 0x8019019E);
    CHECK(bits(hresult_from_bits_http_status(503)) == 0x801901F7);
    CHECK(describe(hresult_from_bits_http_status(404))->name == "BG_E_HTTP_ERROR_404");
}
