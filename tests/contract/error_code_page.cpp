// SPDX-License-Identifier: MIT
// The page of error codes, docs/error-codes.md, made from the tables of the code.

#include "catch.hpp"
#include "test_sources.hpp"
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>

using namespace wua;

namespace
{

struct advice
{
    HRESULT code;
    const char* text;
};

// What most users meet, and what helps.
constexpr advice usual_codes[] = {
    {wu_s_already_downloaded,
     "Nothing was fetched: the file was there, with the right digests, or the server has no other."},
    {wu_s_update_error, "Some updates of the job failed. Ask each for its result."},
    {wu_e_all_updates_failed, "Every update of the job failed. Ask each for its result."},
    {wu_e_call_cancelled, "Somebody aborted it. What is stored is continued by the next download of the file."},
    {wu_e_call_cancelled_by_policy, "The policy forbids it; the sentence says what forbids what."},
    {wu_e_pt_http_status_not_found, "The server does not have it (any more): another URL, or a new list."},
    {wu_e_pt_http_status_denied, "Credentials are missing or wrong."},
    {wu_e_pt_http_status_forbidden, "The server does not want to, whoever asks."},
    {wu_e_pt_http_status_service_unavail, "The server is overloaded and stayed so in spite of all waits: later."},
    {wu_e_pt_winhttp_name_not_resolved, "There is no such host, or no network."},
    {wininet_e_cannot_connect, "Nobody answers there; or a proxy refuses."},
    {wininet_e_connection_aborted, "The connection broke, in spite of all tries. What came is kept."},
    {wininet_e_connection_reset, "The same, by the other side or something on the way."},
    {wininet_e_timeout, "Nothing came for `retry_policy::stall_time`, or a deadline was over."},
    {wu_e_dm_incorrectfilehash,
     "The bytes are not those of the digest, from any of the URLs: the list or the server is wrong."},
    {wu_e_dm_downloadlimitedbyupdatesize, "It has more bytes than it may have."},
    {wu_e_pt_invalid_format, "What came is no HTTP that can be believed: look at the story."},
    {wu_e_service_stop, "The engine was destroyed first. What is stored is continued."},
    {wu_e_dm_unexpected, "The engine reported nonsense, or gave up without a word: a mistake in the engine."},
    {error_disk_full, "The disk is full, by the system's account or a quota's. What came is kept."},
    {hresult_from_win32(5), "The disk may not be written to; or a directory is not safe."},
    {error_file_exists, "Another update of the job wants another content under that name."},
    {error_sharing_violation, "Another process downloads the file and gets no further."},
    {wu_e_not_supported, "This engine cannot pause, or be limited."},
    {wu_e_no_update, "A job needs at least one update."},
    {wu_e_invalid_operation, "Not here: most often, waiting for a callback inside that callback."},
    {e_invalidarg, "An option makes no sense; the sentence says which."},
};

constexpr const char* headings[] = {
    "COM",
    "Success",
    "The agent",
    "The download manager",
    "Conversation with a server",
    "Update handlers",
    "The store",
    "Below the agent",
    "Automatic updates",
};

std::string digits(HRESULT code)
{
    char text[16];
    std::snprintf(text, sizeof text, "0x%08X", static_cast<unsigned>(static_cast<std::uint32_t>(code)));
    return text;
}

std::string error_code_table()
{
    std::ostringstream out;
    out << "# Error codes\n\n"
           "Every code that the library knows by name, from its one table. `wua::describe(code)` finds a row; "
           "`fmt::print(\"{}\", wua::named(code))`\nprints it. Constants have the names in lower case: "
           "`wua::wu_e_pt_http_status_not_found`.\n"
           "This page is made by `wua_contract_tests \"the page of error codes is written again\"`.\n\n"
           "## What you will meet\n\n| code | name | means here |\n|---|---|---|\n";
    for (const advice& one : usual_codes)
    {
        const hresult_info* known = describe(one.code);
        out << "| `" << digits(one.code) << "` | " << (known != nullptr ? '`' + std::string(known->name) + '`' : "")
            << " | " << one.text << " |\n";
    }
    out << "\nAn outcome has more than its code: the code of the layer below (`outcome::native`: \"http\" 404, "
           "\"curl\" 28, "
           "\"errno\" 28) and a sentence\nfor people (`outcome::detail`).\n\n"
           "## HTTP\n\nA status that has no code of its own is `WU_E_PT_HTTP_STATUS_NOT_MAPPED`.\n\n"
           "| status | name |\n|---|---|\n";
    for (const http_status_code& one : http_status_codes)
    {
        out << "| " << one.status << " | `" << describe(one.code)->name << "` |\n";
    }
    const char* const* heading = headings;
    for (const auto& table : detail::code_tables)
    {
        out << "\n## " << *heading++ << "\n\n| code | name | meaning |\n|---|---|---|\n";
        for (const hresult_info& row : table)
        {
            out << "| `" << digits(row.value) << "` | `" << row.name << "` | " << row.meaning << " |\n";
        }
    }
    return out.str();
}

sources::fs::path error_code_page()
{
    return sources::root() / "docs" / "error-codes.md";
}

} // namespace

TEST_CASE("the committed page of error codes is the present one", "[error_codes]")
{
    static_assert(std::size(headings) == std::size(detail::code_tables));
    const bool is_current = sources::text_of(error_code_page()) == error_code_table();
    INFO("run: wua_contract_tests \"the page of error codes is written again\"");
    CHECK(is_current);
}

TEST_CASE("every code has a constant, its name in lower case", "[error_codes]")
{
    std::string headers;
    for (const char* folder : {"wuapi", "com"})
    {
        for (const auto& entry : sources::fs::directory_iterator(sources::root() / "include" / "wua" / folder))
        {
            headers += entry.is_regular_file() ? sources::text_of(entry.path()) : "";
        }
    }
    for (const auto& table : detail::code_tables)
    {
        for (const hresult_info& row : table)
        {
            std::string name(row.name);
            std::transform(name.begin(), name.end(), name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
            INFO(name);
            CHECK(headers.find("inline constexpr HRESULT " + name + " =") != headers.npos);
        }
    }
}

TEST_CASE("the page of error codes is written again", "[.][write]")
{
    std::ofstream file(error_code_page(), std::ios::binary);
    file << error_code_table();
    CHECK(file.good());
}
