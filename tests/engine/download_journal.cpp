// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/disk/download_journal.hpp>

#include <string>
#include <vector>

namespace
{

wua::detail::download_journal some_journal()
{
    wua::detail::download_journal journal;
    journal.update.identity = {"0e3a5b8c-1111-2222-3333-444455556666", -3};
    journal.update.title = "100 % new\nand improved";
    journal.update.max_size = 1000;
    journal.update.files.push_back({{"http://a/x", "http://b/x?y=1"}, "x y.cab", 77, std::nullopt, true});
    journal.update.files.push_back(
        {{"http://a/z"}, "", std::nullopt, wua::content_digest::sha256(std::string(64, 'a')), false});
    journal.update.files[0].seed = wua::content_seed{.control_url = "http://a/x.zsync", .file = "old x.cab"};
    journal.update.files[1].seed = wua::content_seed{.control_url = "http://a/z.zsync"};
    journal.file_index = 1;
    journal.source = "http://a/z";
    journal.origin = "http://c:80";
    journal.later = {{7, {"http://a/z", {}}}, {9, {"http://b/z w", "http://d:8080"}}};
    journal.etag = "\"tag with blanks\"";
    journal.last_modified = "Mon, 01 Jan 2024 00:00:00 GMT";
    journal.total = 123;
    journal.bytes = 45;
    journal.pieces = {{50, 60, {"http://a/z", {}}}, {60, 90, {"http://b/z w", "http://d:8080"}}};
    return journal;
}

} // namespace

TEST_CASE("a journal reads as it was written", "[download_journal]")
{
    const wua::detail::download_journal before = some_journal();
    const auto after = wua::detail::download_journal::from_text(before.to_text());
    REQUIRE(after);
    CHECK(after->update.identity == before.update.identity);
    CHECK(after->update.title == before.update.title);
    CHECK(after->update.max_size == before.update.max_size);
    REQUIRE(after->update.files.size() == 2);
    CHECK(after->update.files[0].urls == before.update.files[0].urls);
    CHECK(after->update.files[0].file_name == "x y.cab");
    CHECK(after->update.files[0].size == 77);
    CHECK(after->update.files[0].is_delta);
    REQUIRE(after->update.files[0].seed);
    CHECK(*after->update.files[0].seed == *before.update.files[0].seed);
    REQUIRE(after->update.files[1].seed);
    CHECK(*after->update.files[1].seed == *before.update.files[1].seed);
    CHECK(after->update.files[1].digest == before.update.files[1].digest);
    CHECK_FALSE(after->update.files[1].size.has_value());
    CHECK(after->file_index == 1);
    CHECK(after->source == before.source);
    CHECK(after->origin == before.origin);
    CHECK(after->later == before.later);
    CHECK(after->etag == before.etag);
    CHECK(after->last_modified == before.last_modified);
    CHECK(after->total == 123);
    CHECK(after->bytes == 45);
    CHECK(after->pieces == before.pieces);
    CHECK(after->file_size() == 90);
    CHECK(after->total_bytes() == 85);
    CHECK(after->to_text() == before.to_text());
}

TEST_CASE("a journal names every digest of every kind", "[download_journal]")
{
    wua::detail::download_journal before = some_journal();
    for (const wua::digest_algorithm each : wua::digest_algorithms)
    {
        before.update.files[0].add_digest(
            *wua::content_digest::from_hex(each, std::string(2 * wua::content_digest::length(each), 'b')));
    }
    const std::string text = before.to_text();
    for (const char* const line : {"\nsha1 bb", "\nsha256 bb", "\nsha384 bb", "\nsha512 bb", "\nblake2b bb"})
    {
        CHECK(text.find(line) != std::string::npos);
    }
    const auto after = wua::detail::download_journal::from_text(text);
    REQUIRE(after);
    CHECK(after->update.files[0].digests() == before.update.files[0].digests());
    CHECK(after->update.files[1].digests() == before.update.files[1].digests());
    CHECK(after->to_text() == text);
}

TEST_CASE("a journal that was cut or changed anywhere does not read", "[download_journal]")
{
    const std::string text = some_journal().to_text();
    for (std::size_t i = 0; i != text.size(); ++i)
    {
        INFO("byte " << i);
        CHECK_FALSE(wua::detail::download_journal::from_text(text.substr(0, i)).has_value());
        std::string changed = text;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        CHECK_FALSE(wua::detail::download_journal::from_text(changed).has_value());
    }
}

TEST_CASE("a journal whose texts would break a request into two does not read", "[download_journal]")
{
    const std::string lines = GENERATE("\"tag\"\r\nX-Injected: yes", "tag\n", "a\x7f");
    const auto put = GENERATE(&wua::detail::download_journal::etag, &wua::detail::download_journal::last_modified,
                              &wua::detail::download_journal::source);
    wua::detail::download_journal journal = some_journal();
    journal.*put = lines;
    CHECK_FALSE(wua::detail::download_journal::from_text(journal.to_text()).has_value());
}

TEST_CASE("a journal with overlapping or empty pieces does not read", "[download_journal]")
{
    using pieces = std::vector<wua::detail::content_piece>;
    const wua::detail::content_provider provider{"http://a/z", {}};
    for (const pieces& wrong : {pieces{{40, 60, provider}}, pieces{{50, 50, provider}}, pieces{{60, 50, provider}},
                                pieces{{50, 60, provider}, {59, 70, provider}}})
    {
        wua::detail::download_journal journal = some_journal();
        journal.pieces = wrong;
        CHECK_FALSE(wua::detail::download_journal::from_text(journal.to_text()));
    }
}

TEST_CASE("a journal whose bytes came from others in no order does not read", "[download_journal]")
{
    using takeovers = std::vector<wua::detail::content_takeover>;
    const wua::detail::content_provider one{"http://a/z", {}};
    const wua::detail::content_provider other{"http://b/z", {}};
    for (const takeovers& wrong :
         {takeovers{{0, other}}, takeovers{{7, other}, {7, one}}, takeovers{{9, other}, {7, one}}})
    {
        wua::detail::download_journal journal = some_journal();
        journal.later = wrong;
        CHECK_FALSE(wua::detail::download_journal::from_text(journal.to_text()));
    }
}

TEST_CASE("a journal of a file that its update does not have does not read", "[download_journal]")
{
    wua::detail::download_journal journal = some_journal();
    journal.file_index = journal.update.files.size();
    CHECK_FALSE(wua::detail::download_journal::from_text(journal.to_text()));
}
