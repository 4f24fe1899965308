// SPDX-License-Identifier: MIT

#include "engine/curl_update_fixture.hpp"
#include <wua/engine/curl/update_rules.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/model/content_swarm.hpp>
#include <wua/model/file_details.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

// How an update with a good file and this one fails before it is begun.
wua::outcome refusal_beside_good_file(wua::content_file file, wua::curl_options options = {})
{
    wua::update_item item;
    item.files = {
        {.urls = {"https://host.example/good"}, .file_name = "good", .digest = sha256_of("good")}, std::move(file)};
    update_fixture f(std::make_shared<wua::update_item>(std::move(item)));
    options.clock = f.options.clock;
    options.directory = f.folder();
    f.options = std::move(options);
    const std::optional<wua::detail::fetch_failure> refusal = wua::detail::refusal_of(f.update());
    CHECK(names_in(f.folder()).empty());
    return refusal ? refusal->result : wua::outcome::succeeded();
}

wua::content_digest digest_of_kind(wua::digest_algorithm algorithm, std::uint8_t value = 1)
{
    return {algorithm, std::vector<std::uint8_t>(wua::content_digest::length(algorithm), value)};
}

} // namespace

TEST_CASE("an update with an invalid file is not begun", "[update_rules]")
{
    wua::content_file file;
    CHECK(refusal_beside_good_file(file).hresult == wua::wu_e_dm_urlnotavailable);
    file.urls = {"gopher://host.example/a", "https://"};
    CHECK(refusal_beside_good_file(file) ==
          wua::outcome::failed(wua::wu_e_pt_invalid_url, {"curl", CURLE_URL_MALFORMAT},
                               "the scheme is not allowed: gopher://host.example/a"));
    file.urls = {some_url};
    CHECK(refusal_beside_good_file(file).is_success());
    file.file_name = "../a";
    CHECK(refusal_beside_good_file(file).hresult == wua::error_invalid_name);
    file.file_name = "a";
    file.mode = 04755;
    CHECK(refusal_beside_good_file(file) ==
          wua::outcome::failed(wua::e_invalidarg, {}, "the mode has more than permissions: a"));
    file.mode = 0755;
    file.seed = wua::content_seed{.control_url = "gopher://host.example/a.zsync"};
    CHECK(refusal_beside_good_file(file) ==
          wua::outcome::failed(wua::e_invalidarg, {}, "a seed needs a digest of the file: " + std::string(some_url)));
    file.digest = sha256_of("a");
    CHECK(refusal_beside_good_file(file) ==
          wua::outcome::failed(wua::wu_e_pt_invalid_url, {"curl", CURLE_URL_MALFORMAT},
                               "the zsync control file: the scheme is not allowed: gopher://host.example/a.zsync"));
    file.seed = wua::content_seed{.control_url = some_url, .file = std::string("a\0b", 3)};
    CHECK(refusal_beside_good_file(file).hresult == wua::error_invalid_name);
    file.seed = wua::content_seed{.control_url = some_url};
    CHECK(refusal_beside_good_file(file).is_success());
    file.seed = {};
    file.digest.reset();
    file.size = 101;
    wua::curl_options options;
    options.max_update_bytes = 100;
    CHECK(refusal_beside_good_file(file, options).hresult == wua::detail::update_too_large);
    options.max_update_bytes = 101;
    CHECK(refusal_beside_good_file(file, options).is_success());
}

TEST_CASE("no path of a seed or a torrent leads out of the directory, unless it says so by being absolute",
          "[update_rules]")
{
    wua::content_file file;
    file.urls = {some_url};
    file.digest = sha256_of("a");
    const auto with_seed = [&](std::string path) {
        file.seed = wua::content_seed{.control_url = some_url, .file = std::move(path)};
        return refusal_beside_good_file(file);
    };
    for (const char* const path : {"..", "../a", "a/../../b", "a/..", "../../etc/shadow"})
    {
        CHECK(with_seed(path) == wua::outcome::failed(wua::error_invalid_name, {},
                                                      "the path of a seed leads out of the engine's directory without "
                                                      "being absolute: " +
                                                          std::string(path)));
    }
    for (const char* const path : {"a", "old/a", "..a", "a..", "./a"})
    {
        CHECK(with_seed(path).is_success());
    }
    CHECK(with_seed((std::filesystem::current_path() / ".." / "a").string()).is_success());
    file.seed = {};
    const auto with_torrent = [&](wua::content_swarm swarm) {
        swarm.info_hash = std::string(64, '0');
        wua::file_details details;
        details.swarm = std::make_shared<const wua::content_swarm>(std::move(swarm));
        file.details = std::make_shared<const wua::file_details>(std::move(details));
        return refusal_beside_good_file(file);
    };
    CHECK(with_torrent({.source = "../a.torrent"}) ==
          wua::outcome::failed(
              wua::error_invalid_name, {},
              "the path of a torrent leads out of the engine's directory without being absolute: ../a.torrent"));
    CHECK(with_torrent({.source = "a.torrent"}).is_success());
    CHECK(with_torrent({.source = "https://host.example/../a.torrent"}).is_success());
    CHECK(with_torrent({.torrent = "de", .source = "../a.torrent"}).is_success());
}

TEST_CASE("digests that cannot be computed, or that contradict each other, are refused", "[update_rules]")
{
    wua::content_file file;
    file.urls = {some_url};
    file.digest = sha256_of("some");
    file.digest->bytes.pop_back();
    CHECK(
        refusal_beside_good_file(file) ==
        wua::outcome::failed(wua::wu_e_dm_unknownalgorithm, {}, "a sha256 digest has 32 bytes, and the file's has 31"));
    file.digest = {static_cast<wua::digest_algorithm>(77), std::vector<std::uint8_t>(32)};
    CHECK(refusal_beside_good_file(file).hresult == wua::wu_e_dm_unknownalgorithm);
    file.digest = wua::content_digest{};
    CHECK(refusal_beside_good_file(file).hresult == wua::wu_e_dm_unknownalgorithm);
    file.digest = digest_of_kind(wua::digest_algorithm::sha512, 1);
    file.add_digest(digest_of_kind(wua::digest_algorithm::sha256));
    file.add_digest(digest_of_kind(wua::digest_algorithm::sha512, 1));
    CHECK(refusal_beside_good_file(file).is_success());
    file.add_digest(digest_of_kind(wua::digest_algorithm::sha512, 2));
    CHECK(refusal_beside_good_file(file) ==
          wua::outcome::failed(wua::e_invalidarg, {}, "the file names two sha512 digests that differ"));
    file.digest.reset();
    file.more_digests = std::make_shared<std::vector<wua::content_digest>>(1);
    CHECK(refusal_beside_good_file(file).hresult == wua::wu_e_dm_unknownalgorithm);
}

TEST_CASE("what the policy forbids is refused with a sentence that says what forbids what", "[update_rules]")
{
    const auto forbidden = [](std::string sentence) {
        return wua::outcome::failed(wua::wu_e_call_cancelled_by_policy, {}, std::move(sentence));
    };
    wua::content_file file;
    file.urls = {"http://me:pw@host.example/a?secret", "https://other.example/a"};
    wua::curl_options options;
    options.policy.https_only = true;
    CHECK(refusal_beside_good_file(file, options).is_success()); // one of the URLs may be asked
    options.policy.allowed_hosts = {"host.example"};
    CHECK(refusal_beside_good_file(file, options) ==
          forbidden("the policy allows only https: http://host.example/a?..."));
    options.policy.https_only = false;
    file.urls.erase(file.urls.begin());
    CHECK(refusal_beside_good_file(file, options) ==
          forbidden("the policy does not allow the host: https://other.example/a"));
    options.policy.allowed_hosts.clear();
    options.policy.requires_digest = true;
    CHECK(refusal_beside_good_file(file, options) ==
          forbidden("the policy requires a digest, and the file names none: https://other.example/a"));
    file.digest = digest_of_kind(wua::digest_algorithm::sha1);
    CHECK(refusal_beside_good_file(file, options).is_success());
    options.policy.refuses_sha1 = true;
    CHECK(refusal_beside_good_file(file, options) ==
          forbidden("the policy refuses SHA-1, and the file names no other digest: https://other.example/a"));
    options.policy = {};
    options.policy.https_only = true;
    options.allows_file_urls = true;
    file.urls = {"file:///etc/hosts"};
    CHECK(refusal_beside_good_file(file, options) == forbidden("the policy allows only https: file:///etc/hosts"));
}

TEST_CASE("no update raises the limit of the policy", "[update_rules]")
{
    wua::update_item item;
    item.max_size = 1000;
    item.files = {
        {.urls = {some_url}, .file_name = "a", .size = 60}, {.urls = {some_url}, .file_name = "b", .size = 41}};
    update_fixture f(std::make_shared<wua::update_item>(std::move(item)));
    f.options.policy.max_update_bytes = 100;
    const std::optional<wua::detail::fetch_failure> refusal = wua::detail::refusal_of(f.update());
    REQUIRE(refusal);
    CHECK(refusal->result == wua::outcome::failed(wua::detail::update_too_large, {},
                                                  "the update has 101 bytes or more, but may have 100 at most"));
}
