// SPDX-License-Identifier: MIT
// Manifests: what is read, who must have signed it, how long it holds, and that none is older than the last.

#include "catch.hpp"
#include "servers/minisign.hpp"
#include <wua/manifest/read_manifest.hpp>
#include <wua/manifest/reading/utc_time.hpp>
#include <wua/manifest/reading/version_file.hpp>
#include <wua/model/content_swarm.hpp>
#include <wua/model/file_details.hpp>
#include <wua/model/request_details.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using Catch::Matchers::ContainsSubstring;
using wua_test::minisign_signer;
using wua_test::read_file;
using wua_test::temporary_folder;
using wua_test::write_file;
using namespace std::chrono_literals;

namespace
{

struct manifest_refusal
{
    wua::HRESULT code = wua::s_ok;
    std::string text{};

    bool operator==(const manifest_refusal&) const = default;
};

template <class F>
manifest_refusal manifest_refusal_of(F f)
{
    try
    {
        f();
    }
    catch (const wua::hresult_error& error)
    {
        return {error.code(), error.what()};
    }
    return {};
}

std::string message_of(std::string_view json, const wua::manifest_options& options = {})
{
    const manifest_refusal made = manifest_refusal_of([&] { wua::parse_manifest(json, options); });
    CHECK(made.code == wua::e_manifest_invalid);
    return made.text;
}

std::string manifest_of(std::uint64_t version, std::string_view expires = "2030-01-01T00:00:00Z",
                        std::string_view name = "app")
{
    return R"({"name": ")" + std::string(name) + R"(", "version": )" + std::to_string(version) + R"(, "expires": ")" +
           std::string(expires) + R"(", "updates": [{"url": "https://host/app.bin"}]})";
}

// In the year 2029.
wua::manifest_options in_time()
{
    return {.clock = [] { return std::chrono::system_clock::time_point(std::chrono::sys_days(2029y / 6 / 1)); }};
}

void see_app(const std::filesystem::path& file, std::uint64_t version, const wua::disk_hook& hook = {})
{
    wua::detail::see_version(file, "app", version, hook);
}

} // namespace

TEST_CASE("a manifest lists what is to be downloaded", "[manifest]")
{
    const std::string digest(64, 'a');
    const wua::manifest read = wua::parse_manifest(R"({"name": "app", "version": 7, "updates": [
        {"title": "One", "id": "1234", "url": "https://a.test/one", "urls": ["http://b.test/one"], "file": "bin/one.bin", "mode": "0755", "etag": "\"abc\"", "last_modified": "Sun, 06 Nov 1994 08:49:37 GMT", "headers": {"X-Key": "a: b", "X-Empty": ""},
         "zsync": "https://a.test/one.zsync", "seed": "bin/old.bin", "torrent": "https://a.test/one.torrent",
         "info_hash": ")" + std::string(64, 'c') + R"(", "size": 4096, "max_size": 5000, "sha256": ")" +
                                                   digest + R"(", "sha1": ")" + std::string(40, 'b') + R"("},
        {"url": "https://user:secret@a.test/dir/two%20b.bin?token=secret"}, {"url": "HTTPS://a.test", "file": "three"}]})");
    CHECK(read.name == "app");
    CHECK(read.version == 7U);
    CHECK_FALSE(read.expires);
    CHECK(read.signed_by.empty());
    REQUIRE(read.updates.size() == 3);
    const wua::update_item& one = *read.updates[0];
    CHECK(one.title == "One");
    CHECK(one.identity.update_id == "1234");
    CHECK(one.max_size == 5000U);
    REQUIRE(one.files.size() == 1);
    CHECK(one.files[0].urls == std::vector<std::string>{"https://a.test/one", "http://b.test/one"});
    CHECK(one.files[0].file_name == "bin/one.bin");
    REQUIRE(one.files[0].details);
    CHECK(one.files[0].details->known == wua::content_validators{"\"abc\"", "Sun, 06 Nov 1994 08:49:37 GMT"});
    CHECK(one.files[0].mode == 0755);
    REQUIRE(one.files[0].seed);
    CHECK(*one.files[0].seed == wua::content_seed{.control_url = "https://a.test/one.zsync", .file = "bin/old.bin"});
    REQUIRE(one.files[0].details->swarm);
    CHECK(*one.files[0].details->swarm ==
          wua::content_swarm{.torrent = {}, .source = "https://a.test/one.torrent", .info_hash = std::string(64, 'c')});
    CHECK_FALSE(read.updates[1]->files[0].seed);
    REQUIRE(one.requests != nullptr);
    CHECK(*one.requests == wua::request_details{.headers = {{"X-Empty", ""}, {"X-Key", "a: b"}}});
    CHECK(read.updates[1]->requests == nullptr);
    CHECK(one.files[0].size == 4096U);
    CHECK(one.files[0].digest == wua::content_digest::sha256(digest));
    CHECK(one.files[0].digests().size() == 2);    // both count
    CHECK(read.updates[1]->title == "two b.bin"); // nothing secret of a URL becomes a title
    CHECK(read.updates[2]->title == "three");
    CHECK(wua::parse_manifest(R"([{"url": "https://a.test/one"}])").updates.size() == 1);
    CHECK(wua::parse_manifest(R"([{"url": "file:///a"}])", {.allows_file_urls = true}).updates.size() == 1);
}

TEST_CASE("what is wrong in a manifest is reported, and where", "[manifest]")
{
    CHECK(message_of("") == "the manifest is not JSON: it ends too early");
    CHECK(message_of(R"({"updates": [)") == "the manifest is not JSON: it ends too early");
    CHECK(message_of("{\n \"updates\": [}") == "the manifest is not JSON: see line 2, byte 14");
    CHECK(message_of("[] []") == "the manifest is not JSON: see line 1, byte 4");
    CHECK(message_of("not JSON") == "the manifest is not JSON: see line 1, byte 2");
    CHECK(message_of("[\"\xff\"]") == "the manifest is not JSON: see line 1, byte 3");
    CHECK(message_of("1") == "the manifest is not an object");
    CHECK(message_of("true") == "the manifest is not an object");
    CHECK(message_of("{}") == "the manifest lacks 'updates', a list of at least one update");
    CHECK(message_of("[]") == "the manifest lacks 'updates', a list of at least one update");
    CHECK(message_of(R"({"updates": {}})") == "the manifest: 'updates' is not a list");
    CHECK(message_of(R"({"update": []})") == "the manifest has a member 'update', which is not known");
    CHECK(message_of(R"({"updates": [], "updates": []})") ==
          "the manifest has the member 'updates' twice in one object");
    CHECK(message_of(R"([{"url": "https://a/", "title": "a", "url": "https://a/"}])") ==
          "the manifest has the member 'url' twice in one object");
    CHECK(message_of(R"([{"url": "https://a/"}, 1])") == "update 2 of the manifest is not an object");
    CHECK(message_of(R"([{"title": "a"}])") == "update 1 of the manifest lacks 'url'");
    CHECK(message_of("[{\"url\": \"https://a/\", \"\\u0007ab\": 1}]") ==
          "update 1 of the manifest has a member '?ab', which is not known");
    CHECK(message_of(R"([{"url": 1}])") == "update 1 of the manifest: 'url' is not a text");
    CHECK(message_of(R"([{"urls": "https://a/"}])") == "update 1 of the manifest: 'urls' is not a list");
    CHECK(message_of(R"([{"urls": [null]}])") == "update 1 of the manifest: 'urls' has a member that is not a text");
    CHECK(message_of(R"([{"url": "a:secret@host/file"}])") ==
          "update 1 of the manifest: 'url' is not a URL; one looks like https://host/file");
    CHECK_THAT(message_of(R"([{"url": "https://"}])"), ContainsSubstring("is not a URL"));
    CHECK_THAT(message_of(R"([{"url": "https://a/\r\nb"}])"), ContainsSubstring("is not a URL"));
    CHECK_THAT(message_of(R"([{"url": "my secret://a"}])"), ContainsSubstring("is not a URL"));
    CHECK(message_of(R"([{"url": "gopher://a/"}])") ==
          "update 1 of the manifest: 'url' has the scheme 'gopher', which is not supported; use http or https");
    CHECK(message_of(R"([{"url": "file:///a"}])") ==
          "update 1 of the manifest: 'url' is a file URL; those are refused unless they are allowed");
    CHECK_THAT(
        message_of(R"([{"url": "https://a/", "file": "../b"}])"), ContainsSubstring("'file' is not a name for a file"));
    for (const char* const mode : {"", "0", "888", "4755", "00755", "rwx"})
    {
        CHECK(message_of(R"([{"url": "https://a/", "mode": ")" + std::string(mode) + R"("}])") ==
              "update 1 of the manifest: 'mode' is not a mode; one looks like 755");
    }
    CHECK(message_of(R"([{"url": "https://a/", "etag": "abc"}])") ==
          "update 1 of the manifest: 'etag' is not an ETag; one looks like \"abc\", with its quotes");
    CHECK(message_of(R"([{"url": "https://a/", "last_modified": "today"}])") ==
          "update 1 of the manifest: 'last_modified' is not a date of HTTP; one looks like Sun, 06 Nov 1994 08:49:37 "
          "GMT");
    CHECK(message_of(R"([{"url": "https://a/", "headers": ["secret"]}])") ==
          "update 1 of the manifest: 'headers' is not an object");
    CHECK(message_of(R"([{"url": "https://a/", "headers": {"X-Key": 1}}])") ==
          "update 1 of the manifest: 'headers' has a member that is not a text");
    CHECK(message_of(R"([{"url": "https://a/", "headers": {"X-Key": "secret\nHost: b"}}])") ==
          "update 1 of the manifest: 'headers' cannot be sent: the value of the header 'X-Key' has a line break or "
          "another control character");
    CHECK(message_of(R"([{"url": "https://a/", "zsync": "a.zsync"}])") ==
          "update 1 of the manifest: 'zsync' is not a URL; one looks like https://host/file");
    CHECK(message_of(R"([{"url": "https://a/", "zsync": "https://a/b"}])") ==
          "update 1 of the manifest has 'zsync' but lacks a digest, such as 'sha256'");
    CHECK(message_of(R"([{"url": "https://a/", "seed": "a"}])") ==
          "update 1 of the manifest: 'seed' needs 'zsync', the URL of a control file");
    CHECK(message_of(R"([{"url": "https://a/", "info_hash": "12"}])") ==
          "update 1 of the manifest: 'info_hash' needs 'torrent', a URL");
    CHECK(message_of(R"([{"url": "https://a/", "torrent": "https://a/t", "info_hash": "12"}])") ==
          "update 1 of the manifest: 'info_hash' is not a v2 info-hash of 64 hexadecimal digits");
    CHECK(message_of(R"([{"url": "https://a/", "torrent": "https://a/t"}])") ==
          "update 1 of the manifest has 'torrent' but lacks 'info_hash'");
    CHECK(message_of(R"([{"url": "https://a/", "torrent": "https://a/t", "info_hash": ")" + std::string(64, 'a') +
                     R"("}])") == "update 1 of the manifest has 'torrent' but lacks a digest, such as 'sha256'");
    CHECK(message_of(R"([{"url": "https://a/", "zsync": "https://a/b", "seed": "/etc/passwd"}])") ==
          "update 1 of the manifest: 'seed' is not a name for a file below the output directory");
    CHECK(message_of(R"([{"url": "https://a/", "size": -1}])") ==
          "update 1 of the manifest: 'size' is -1, which is not a number of bytes from 0 to 2^62");
    CHECK(message_of(R"([{"url": "https://a/", "size": "1"}])") ==
          "update 1 of the manifest: 'size' is not a number of bytes from 0 to 2^62");
    CHECK_THAT(message_of(R"([{"url": "https://a/", "max_size": 4611686018427387905}])"),
               ContainsSubstring("'max_size' is 46116860184"));
    CHECK_THAT(message_of(R"([{"url": "https://a/", "max_size": 1e3}])"), ContainsSubstring("'max_size' is 1e3"));
    CHECK(message_of(R"([{"url": "https://a/", "sha256": "ab"}])") ==
          "update 1 of the manifest: 'sha256' is not a digest of 64 hexadecimal digits");
    CHECK_THAT(
        message_of(R"([{"url": "https://a/", "sha1": "zz"}])"), ContainsSubstring("'sha1' is not a digest of 40"));
    CHECK_THAT(message_of(R"([{"url": "https://a/", "sha384": "zz"}])"), ContainsSubstring("is not a digest of 96"));
    CHECK_THAT(message_of(R"([{"url": "https://a/", "sha512": "zz"}])"), ContainsSubstring("is not a digest of 128"));
    CHECK_THAT(message_of(R"([{"url": "https://a/", "blake2b": "zz"}])"), ContainsSubstring("is not a digest of 128"));
    CHECK(message_of(R"({"version": 0})") == "the manifest: 'version' is 0, which is not a version from 1 to 2^62");
    CHECK(message_of(R"({"name": ""})") ==
          "the manifest: 'name' is not a name of 1 to 200 bytes without control characters");
    CHECK(message_of(R"({"expires": "tomorrow"})") ==
          "the manifest: 'expires' is not a time in UTC; one looks like 2027-01-31T12:00:00Z");
    CHECK(message_of("[1234]", {.max_bytes = 5}) == "the manifest is too large: it has more than 5 bytes");
    CHECK(message_of(std::string(100'000, '[')) == "the manifest has lists or objects nested more than 32 deep");

    const temporary_folder folder;
    write_file(folder / "m.json", "[1234]");
    const std::string name = (folder / "m.json").string();
    CHECK(manifest_refusal_of([&] { wua::read_manifest(folder / "m.json", {.max_bytes = 5}); }) ==
          manifest_refusal{
              wua::e_manifest_invalid, "the manifest '" + name + "' is too large: it has more than 5 bytes"});
    CHECK(manifest_refusal_of([&] { wua::read_manifest(folder / "m.json"); }) ==
          manifest_refusal{wua::e_manifest_invalid, "update 1 of the manifest '" + name + "' is not an object"});
    CHECK(manifest_refusal_of([&] { wua::read_manifest(folder.path()); }).code == wua::e_manifest_unreadable);
}

TEST_CASE("times are those of RFC 3339 in UTC", "[manifest]")
{
    using wua::detail::parse_utc_time;
    const std::chrono::sys_seconds noon = std::chrono::sys_days(2028y / 2 / 29) + 12h + 34min + 56s;
    CHECK(parse_utc_time("2028-02-29T12:34:56Z") == noon);
    CHECK(parse_utc_time("2028-02-29T12:34:56.999Z") == noon);
    CHECK(wua::detail::utc_text(noon) == "2028-02-29T12:34:56Z");
    CHECK(parse_utc_time("2016-12-31T23:59:60Z") == std::chrono::sys_days(2017y / 1 / 1));
    CHECK(wua::detail::utc_text(*parse_utc_time("9999-12-31T23:59:59Z")) == "9999-12-31T23:59:59Z");
    CHECK(wua::detail::utc_text(*parse_utc_time("0001-01-01T00:00:00Z")) == "0001-01-01T00:00:00Z");
    for (const char* const wrong :
         {"", "2028-02-29", "2028-02-29T12:34:56", "2028-02-29T12:34:56+00:00", "2028-02-29 12:34:56Z",
          "2027-02-29T12:34:56Z", "2028-13-01T12:34:56Z", "2028-00-01T12:34:56Z", "2028-01-00T12:34:56Z",
          "2028-01-01T24:00:00Z", "2028-01-01T00:60:00Z", "2028-01-01T00:00:61Z", "2028-02-29T12:34:56.Z",
          "2028-02-29T12:34:56ZZ", "2028-02-29T12:34:5Z", "-028-02-29T12:34:56Z", "02028-02-29T12:34:56Z"})
    {
        INFO(wrong);
        CHECK_FALSE(parse_utc_time(wrong));
    }
}

TEST_CASE("a manifest holds until it expires, by the clock of the caller", "[manifest]")
{
    const auto at = [](std::chrono::sys_seconds now) {
        return manifest_refusal_of([&] {
            const std::string json = manifest_of(1, "2029-06-01T00:00:00Z");
            wua::parse_manifest(json, {.clock = [now] { return std::chrono::system_clock::time_point(now); }});
        });
    };
    const std::chrono::sys_seconds end = std::chrono::sys_days(2029y / 6 / 1);
    CHECK(at(end - 1s).code == wua::s_ok);
    CHECK(at(end) == manifest_refusal{wua::e_manifest_expired,
                                      "the manifest expired at 2029-06-01T00:00:00Z; it is 2029-06-01T00:00:00Z"});
    CHECK(at(end + 24h).code == wua::e_manifest_expired);
    CHECK(wua::parse_manifest(manifest_of(1, "9999-12-31T23:59:59Z")).expires.has_value()); // by the system's clock
    CHECK(manifest_refusal_of([] { wua::parse_manifest(manifest_of(1, "2020-01-01T00:00:00Z")); }).code ==
          wua::e_manifest_expired);
}

TEST_CASE("a signed manifest is read after its signature alone", "[manifest]")
{
    if (!minisign_signer::is_there())
    {
        return skip("there is no minisign");
    }
    const minisign_signer signer;
    const wua::minisign_key key = wua::minisign_key::from_text(signer.public_key());
    const temporary_folder folder;
    const std::filesystem::path seen_file = folder / "state/seen";
    const wua::manifest_trust trust{.keys = {key}, .state_file = seen_file};
    const auto parse = [&](const std::string& json, const std::string& signature) {
        return manifest_refusal_of([&] { wua::parse_signed_manifest(json, signature, trust, in_time()); });
    };
    const auto sign_and_parse = [&](const std::string& json) { return parse(json, signer.sign(json)); };

    const std::string second = manifest_of(2);
    const std::string signature = signer.sign(second, "-t 'the second'");
    const wua::manifest read = wua::parse_signed_manifest(second, signature, trust, in_time());
    CHECK(read.version == 2U);
    CHECK(read.signed_by == key.id());
    CHECK(read.trusted_comment == "the second");
    CHECK(read.updates.size() == 1);
    const std::string seen = read_file(seen_file);
    CHECK_THAT(seen, ContainsSubstring("\n2 app\n"));

    SECTION("nothing that is not signed is looked at")
    {
        CHECK(parse("no JSON", signature).code == wua::e_manifest_changed);
        CHECK(parse(manifest_of(9), signature).code == wua::e_manifest_changed);
        CHECK(parse(second, "").code == wua::e_manifest_not_signed);
        const minisign_signer other;
        CHECK(parse(second, other.sign(second)).code == wua::e_manifest_not_trusted);
        CHECK(manifest_refusal_of([&] { wua::parse_signed_manifest(second, signature, {}, in_time()); }) ==
              manifest_refusal{wua::e_invalidarg, "a signed manifest needs at least one key that is trusted"});
        CHECK(read_file(seen_file) == seen);
    }
    SECTION("it has a name, a version and an expiry")
    {
        const std::string updates = R"("updates": [{"url": "https://a/"}]})";
        CHECK(
            sign_and_parse(R"([{"url": "https://a/"}])") ==
            manifest_refusal{wua::e_manifest_invalid, "the manifest lacks 'name', which a signed manifest must have"});
        CHECK(sign_and_parse(R"({"name": "app", "expires": "2030-01-01T00:00:00Z", )" + updates).text ==
              "the manifest lacks 'version', which a signed manifest must have");
        CHECK(sign_and_parse(R"({"name": "app", "version": 3, )" + updates).text ==
              "the manifest lacks 'expires', which a signed manifest must have");
        CHECK(sign_and_parse("[").text == "the manifest is not JSON: it ends too early");
        CHECK(read_file(seen_file) == seen);
    }
    SECTION("its version does not go back")
    {
        CHECK(
            sign_and_parse(manifest_of(1)) ==
            manifest_refusal{wua::e_manifest_rolled_back,
                             "the manifest 'app' was rolled back: it is of version 1, and version 2 was seen before"});
        CHECK(sign_and_parse(second).code == wua::s_ok);
        CHECK(read_file(seen_file) == seen);
        CHECK(sign_and_parse(manifest_of(9, "2029-01-01T00:00:00Z")).code == wua::e_manifest_expired);
        CHECK(read_file(seen_file) == seen);
        CHECK(sign_and_parse(manifest_of(1, "2030-01-01T00:00:00Z", "other")).code == wua::s_ok);
        CHECK(sign_and_parse(manifest_of(3)).code == wua::s_ok);
        CHECK(sign_and_parse(second).code == wua::e_manifest_rolled_back);
        CHECK_THAT(read_file(seen_file), ContainsSubstring("\n3 app\n1 other\n"));
    }
    SECTION("its name can be asked for")
    {
        wua::manifest_trust named = trust;
        named.name = "other";
        CHECK(manifest_refusal_of([&] { wua::parse_signed_manifest(second, signature, named, in_time()); }) ==
              manifest_refusal{wua::e_manifest_not_trusted, "the manifest is that of 'app', not of 'other'"});
        named.name = "app";
        CHECK(wua::parse_signed_manifest(second, signature, named, in_time()).name == "app");
    }
    SECTION("as a file it has its signature beside it, or where it is said")
    {
        const std::filesystem::path path = folder / "m.json";
        write_file(path, second);
        CHECK(manifest_refusal_of([&] { wua::read_signed_manifest(path, {}, trust, in_time()); }) ==
              manifest_refusal{
                  wua::e_manifest_unreadable, "the signature '" + path.string() + ".minisig' cannot be read"});
        write_file(folder / "elsewhere", signature);
        CHECK(wua::read_signed_manifest(path, folder / "elsewhere", trust, in_time()).version == 2U);
        signer.sign_file(path, "-l");
        CHECK(wua::read_signed_manifest(path, {}, trust, in_time()).version == 2U);
        write_file(folder / "m.json.minisig", std::string(20'000, 'a'));
        CHECK_THAT(manifest_refusal_of([&] { wua::read_signed_manifest(path, {}, trust, in_time()); }).text,
                   ContainsSubstring(".minisig' is too large"));
    }
}

TEST_CASE("an old manifest passes where nothing keeps the versions seen", "[manifest]")
{
    if (!minisign_signer::is_there())
    {
        return skip("there is no minisign");
    }
    const minisign_signer signer;
    const wua::manifest_trust trust{.keys = {wua::minisign_key::from_text(signer.public_key())}};
    for (const std::uint64_t version : {2U, 1U})
    {
        const std::string json = manifest_of(version);
        CHECK(wua::parse_signed_manifest(json, signer.sign(json), trust, in_time()).version == version);
    }
}

TEST_CASE("a file of seen versions that is damaged is an error and stays as it is", "[manifest]")
{
    const temporary_folder folder;
    const std::filesystem::path file = folder / "seen";
    see_app(file, 12);
    const std::string whole = read_file(file);
    CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::others_read) ==
          std::filesystem::perms::none);
    for (std::size_t i = 0; i != whole.size(); ++i)
    {
        INFO("byte " << i);
        std::string changed = whole;
        changed[i] = static_cast<char>(changed[i] ^ 1 << i % 8);
        CHECK_FALSE(wua::detail::versions_from_text(changed));
        CHECK_FALSE(wua::detail::versions_from_text(whole.substr(0, i)));
    }
    for (const std::string& damaged : {std::string(), whole + "\n", whole.substr(1), std::string(2U << 20U, 'a')})
    {
        write_file(file, damaged);
        const manifest_refusal made = manifest_refusal_of([&] { see_app(file, 13); });
        CHECK(made.code == wua::e_manifest_state_damaged);
        CHECK_THAT(made.text, ContainsSubstring("'" + file.string() + "' is damaged"));
        CHECK(read_file(file) == damaged);
    }
    write_file(folder / "target", whole);
    std::filesystem::remove(file);
    std::filesystem::create_hard_link(folder / "target", file);
    CHECK_THAT(manifest_refusal_of([&] { see_app(file, 13); }).text, ContainsSubstring("has another name besides"));
    std::filesystem::remove(file);
    std::filesystem::create_symlink(folder / "target", file);
    CHECK_THAT(manifest_refusal_of([&] { see_app(file, 13); }).text, ContainsSubstring("cannot be used"));
    CHECK(read_file(folder / "target") == whole);
    CHECK_FALSE(std::filesystem::exists(folder / "seen.new"));
}

TEST_CASE("a version that was seen is on the disk before its file has its name, and the name before anybody goes by it",
          "[manifest]")
{
    const temporary_folder folder;
    const std::filesystem::path file = folder / "seen";
    std::vector<wua::disk_operation> done;
    const auto note = [&](wua::disk_operation what, std::string_view) {
        const bool is_of_order = what == wua::disk_operation::sync || what == wua::disk_operation::rename ||
                                 what == wua::disk_operation::sync_directory;
        if (is_of_order)
        {
            done.push_back(what);
        }
        return wua::disk_verdict{};
    };
    using order = std::vector<wua::disk_operation>;
    see_app(file, 1, note);
    CHECK(done == order{wua::disk_operation::sync, wua::disk_operation::rename, wua::disk_operation::sync_directory});
    done.clear();
    see_app(file, 1, note); // who renamed it may have been stopped just then
    CHECK(done == order{wua::disk_operation::sync_directory});
}

TEST_CASE("whatever the disk refuses, the file of seen versions has the old version or the new one", "[manifest]")
{
    const temporary_folder folder;
    const std::filesystem::path file = folder / "seen";
    see_app(file, 1);
    std::size_t last = 0;
    for (std::size_t fails_at = 1;; ++fails_at)
    {
        INFO("operation " << fails_at);
        std::size_t operations = 0;
        const manifest_refusal made = manifest_refusal_of([&] {
            see_app(file, fails_at + 1, [&](wua::disk_operation, std::string_view) {
                ++operations;
                return wua::disk_verdict{operations == fails_at ? ENOSPC : 0};
            });
        });
        const auto seen = wua::detail::versions_from_text(read_file(file));
        REQUIRE(seen);
        CHECK((seen->at("app") == fails_at + 1 || seen->at("app") == fails_at || made.code != wua::s_ok));
        if (operations < fails_at)
        {
            CHECK(made.code == wua::s_ok);
            break;
        }
        CHECK(made.code == wua::hresult_from_win32(112));
        last = operations;
    }
    CHECK(last >= 6);
    CHECK_FALSE(std::filesystem::exists(folder / "seen.new"));
}

TEST_CASE("a process that is killed at any operation leaves a file of seen versions that is whole", "[manifest]")
{
    const temporary_folder folder;
    const std::filesystem::path file = folder / "seen";
    see_app(file, 1);
    std::uint64_t highest = 1;
    for (std::size_t killed_at = 1;; ++killed_at)
    {
        INFO("operation " << killed_at);
        const pid_t child = ::fork();
        if (child == 0)
        {
            std::size_t operations = 0;
            see_app(file, highest + 1, [&](wua::disk_operation, std::string_view) {
                if (++operations == killed_at)
                {
                    ::_exit(1);
                }
                return wua::disk_verdict{0, 7}; // so that it also dies between two pieces of a write
            });
            ::_exit(0);
        }
        int status = -1;
        REQUIRE(::waitpid(child, &status, 0) == child);
        const auto seen = wua::detail::versions_from_text(read_file(file));
        REQUIRE(seen);
        CHECK(seen->at("app") >= highest);
        CHECK(seen->at("app") <= highest + 1);
        highest = seen->at("app");
        CHECK(manifest_refusal_of([&] { see_app(file, highest - 1); }).code == wua::e_manifest_rolled_back);
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        {
            break;
        }
    }
    see_app(file, highest + 1);
    CHECK_FALSE(std::filesystem::exists(folder / "seen.new"));
}

TEST_CASE("no version that somebody has seen is lost to somebody else's", "[manifest]")
{
    const temporary_folder folder;
    const std::filesystem::path file = folder / "seen";
    constexpr std::uint64_t rounds = 5;
    std::vector<std::jthread> threads;
    for (const char* const name : {"a", "b", "c"})
    {
        threads.emplace_back([&file, name] {
            for (std::uint64_t version = 1; version <= rounds; ++version)
            {
                wua::detail::see_version(file, name, version, {});
            }
        });
    }
    threads.clear();
    CHECK(wua::detail::versions_from_text(read_file(file)) ==
          wua::detail::seen_versions{{"a", rounds}, {"b", rounds}, {"c", rounds}});
    CHECK_FALSE(std::filesystem::exists(folder / "seen.new"));
}

TEST_CASE("a version that somebody else has seen meanwhile is not written again", "[manifest]")
{
    const temporary_folder folder;
    const std::filesystem::path file = folder / "seen";
    see_app(file, 1);
    bool was_faster = false;
    const auto others_see = [&](std::uint64_t version) {
        was_faster = false;
        return [&, version](wua::disk_operation what, std::string_view) {
            if (what == wua::disk_operation::create && !std::exchange(was_faster, true))
            {
                see_app(file, version);
            }
            return wua::disk_verdict{};
        };
    };
    see_app(file, 5, others_see(5));
    CHECK(was_faster);
    CHECK(manifest_refusal_of([&] { see_app(file, 6, others_see(7)); }).code == wua::e_manifest_rolled_back);
    CHECK(was_faster);
    CHECK(wua::detail::versions_from_text(read_file(file)) == wua::detail::seen_versions{{"app", 7}});
    CHECK_FALSE(std::filesystem::exists(folder / "seen.new"));
}

TEST_CASE("a file of seen versions that has no room for another name stays as it is", "[manifest]")
{
    const temporary_folder folder;
    const std::filesystem::path file = folder / "seen";
    wua::detail::seen_versions seen;
    for (std::size_t i = 0; wua::detail::versions_to_text(seen).size() < (1U << 20U) - 5'000; ++i)
    {
        seen[std::string(4'000, 'x') + std::to_string(i)] = 1;
    }
    const std::string before = wua::detail::versions_to_text(seen);
    write_file(file, before);
    const manifest_refusal made =
        manifest_refusal_of([&] { wua::detail::see_version(file, std::string(5'000, 'y'), 1, {}); });
    CHECK(made.code == wua::hresult_from_win32(112));
    CHECK_THAT(made.text, ContainsSubstring("has no room for another name"));
    CHECK(read_file(file) == before);
    CHECK_FALSE(std::filesystem::exists(folder / "seen.new"));
}

TEST_CASE("what somebody has put where the next file of seen versions is written does no harm", "[manifest]")
{
    const temporary_folder folder;
    const std::filesystem::path file = folder / "seen";
    see_app(file, 1);
    write_file(folder / "target", "precious");
    std::filesystem::create_hard_link(folder / "target", folder / "seen.new");
    see_app(file, 2);
    CHECK(read_file(folder / "target") == "precious");
    CHECK(wua::detail::versions_from_text(read_file(file)) == wua::detail::seen_versions{{"app", 2}});

    // One that cannot be removed after a failure is taken over by the next.
    CHECK(manifest_refusal_of([&] {
              see_app(file, 3, [](wua::disk_operation what, std::string_view) {
                  const bool fails = what == wua::disk_operation::write || what == wua::disk_operation::remove;
                  return wua::disk_verdict{fails ? ENOSPC : 0};
              });
          }).code == wua::hresult_from_win32(112));
    CHECK(std::filesystem::exists(folder / "seen.new"));
    see_app(file, 3);
    CHECK(wua::detail::versions_from_text(read_file(file)) == wua::detail::seen_versions{{"app", 3}});
    CHECK_FALSE(std::filesystem::exists(folder / "seen.new"));
}
