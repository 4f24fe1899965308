// SPDX-License-Identifier: MIT
// What curl_engine does not ask for, where its policy forbids it.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/testing/fault_server.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace wua_test;
using Catch::Matchers::ContainsSubstring;

namespace
{

wua::outcome result_under(const wua::curl_options& options, wua::update_pointer update)
{
    wua::curl_engine engine(options);
    watched_job job(std::move(update));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    return job.result();
}

wua::update_pointer with_digests(const std::string& url, std::string_view content,
                                 std::vector<wua::digest_algorithm> algorithms, std::string_view wrong = {})
{
    wua::content_file file;
    file.urls = {url};
    for (const wua::digest_algorithm each : algorithms)
    {
        wua::detail::digest_hasher hasher(each);
        const std::string_view hashed = wua::content_digest::name(each) == wrong ? "something else" : content;
        hasher.update(hashed.data(), hashed.size());
        file.add_digest(hasher.finish());
    }
    wua::update_item item;
    item.files.push_back(std::move(file));
    return std::make_shared<const wua::update_item>(std::move(item));
}

} // namespace

TEST_CASE("an engine refuses an invalid policy", "[curl_policy]")
{
    temporary_folder output;
    wua::curl_options options = quick_options(output / "out");
    options.policy.allowed_hosts = {"https://host"};
    try
    {
        const wua::curl_engine engine(options);
        FAIL("there is an engine");
    }
    catch (const wua::hresult_error& error)
    {
        CHECK(error.code() == wua::e_invalidarg);
        CHECK(error.text() == "allowed host 1 'https://host' is a URL or has a path, but must be only a host");
    }
    CHECK_FALSE(std::filesystem::exists(output / "out"));
}

TEST_CASE("nothing is asked for where the policy forbids it, and what it allows is downloaded", "[curl_policy]")
{
    wua::fault_server server;
    const std::string url = server.serve("/a", "content");
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.policy.allowed_hosts = {"localhost"};
    const wua::outcome forbidden = result_under(options, to_update_item(url, "content"));
    CHECK(forbidden.hresult == wua::wu_e_call_cancelled_by_policy);
    CHECK(forbidden.detail == "the policy does not allow the host: " + url);
    options.policy = {.https_only = true};
    CHECK(result_under(options, to_update_item(url, "content")).detail == "the policy allows only https: " + url);
    options.policy = {.requires_digest = true};
    CHECK(result_under(options, wua::make_item("an update", url)).hresult == wua::wu_e_call_cancelled_by_policy);
    options.policy = {.refuses_sha1 = true};
    CHECK(result_under(options, with_digests(url, "content", {wua::digest_algorithm::sha1})).hresult ==
          wua::wu_e_call_cancelled_by_policy);
    CHECK(server.requests().empty());
    CHECK(server.accepted_connections() == 0);
    CHECK(names_in(output.path()).empty());

    options.policy = {.requires_digest = true, .refuses_sha1 = true, .allowed_hosts = {"127.0.0.1"}};
    using enum wua::digest_algorithm;
    CHECK(result_under(options, with_digests(url, "content", {sha1, sha256})) == wua::outcome::succeeded());
}

TEST_CASE("an update with a forbidden file fetches none of the others", "[curl_policy]")
{
    wua::fault_server server;
    wua::update_item item;
    item.files = {{.urls = {server.serve("/a", "content")}, .digest = sha256_of("content")},
                  {.urls = {server.serve("/b", "content")}}};
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.policy.requires_digest = true;
    const wua::outcome result = result_under(options, std::make_shared<wua::update_item>(std::move(item)));
    CHECK(result.detail == "the policy requires a digest, and the file names none: " + server.url("/b"));
    CHECK(server.requests().empty());
}

TEST_CASE("of several URLs only those are asked that the policy allows", "[curl_policy]")
{
    wua::fault_server forbidden;
    wua::fault_server allowed;
    wua::update_item item;
    std::string elsewhere = forbidden.serve("/a", "content");
    elsewhere.replace(elsewhere.find("127.0.0.1"), 9, "localhost");
    item.files = {{.urls = {elsewhere, allowed.serve("/a", "content", wua::misbehaviour_named("always_404"))}}};
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.policy.allowed_hosts = {"127.0.0.1"};
    const wua::outcome result = result_under(options, std::make_shared<wua::update_item>(std::move(item)));
    CHECK(result.hresult == wua::wu_e_pt_http_status_not_found);
    CHECK_THAT(result.detail, ContainsSubstring("before that: the policy does not allow the host: " + elsewhere));
    CHECK(forbidden.requests().empty());
    CHECK(allowed.requests().size() == 1);
}

TEST_CASE("a redirect to a host that is not allowed is not followed, and other URLs are asked", "[curl_policy]")
{
    wua::fault_server server;
    const std::string redirecting = server.serve("/a", "content", wua::misbehaviour_named("redirect_to_other_host"));
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.policy.allowed_hosts = {"127.0.0.1"};
    const wua::outcome result = result_under(options, to_update_item(redirecting, "content"));
    CHECK(result.hresult == wua::wu_e_call_cancelled_by_policy);
    CHECK(result.native == wua::native_error{"http", 302});
    CHECK_THAT(result.detail, ContainsSubstring("the policy does not allow the host: http://localhost:"));
    CHECK_THAT(result.detail, ContainsSubstring("the target of a redirect by " + redirecting));
    CHECK(server.requests().size() == 1);

    wua::update_item item;
    item.files = {{.urls = {redirecting, server.serve("/b", "content")}, .digest = sha256_of("content")}};
    CHECK(result_under(options, std::make_shared<wua::update_item>(std::move(item))).is_success());
    options.policy.allowed_hosts.push_back("localhost");
    CHECK(result_under(options, to_update_item(redirecting, "content")).is_success());
}

TEST_CASE("where only https is allowed, a server of https does not lead away from it", "[curl_policy]")
{
    const nginx_authority authority;
    const nginx server("location /away { return 302 http://127.0.0.1:1/a; }\n"
                       "location /back { return 302 https://$http_host/a; }\n",
                       &authority);
    write_file(server.root() / "a", "content");
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.ca_file = authority.ca_file();
    options.policy.https_only = true;
    const wua::outcome away = result_under(options, to_update_item(server.tls_url("away"), "content"));
    CHECK(away.hresult == wua::wu_e_call_cancelled_by_policy);
    CHECK(away.detail ==
          "the policy allows only https: http://127.0.0.1:1/a, the target of a redirect by " + server.tls_url("away"));
    CHECK(result_under(options, to_update_item(server.tls_url("back"), "content")) == wua::outcome::succeeded());
}

TEST_CASE("all digests of a file must be right, whichever is wrong", "[curl_policy]")
{
    using enum wua::digest_algorithm;
    wua::fault_server server;
    const std::string content = some_bytes(300'000);
    const std::string url = server.serve("/a", content);
    temporary_folder output;
    const wua::curl_options options = quick_options(output.path());
    const std::vector<wua::digest_algorithm> all{sha512, sha1, blake2b_512, sha256, sha384};
    for (const std::string_view wrong : {"sha1", "sha384", "sha512", "blake2b"})
    {
        INFO(wrong);
        const wua::outcome result = result_under(options, with_digests(url, content, all, wrong));
        CHECK(result.hresult == wua::wu_e_dm_incorrectfilehash);
        CHECK_THAT(result.detail, ContainsSubstring("the wrong " + std::string(wrong) + " digest: expected "));
        CHECK(names_in(output.path()).empty());
    }
    for (const wua::digest_algorithm one : all)
    {
        CHECK(result_under(options, with_digests(url, content, {one})).is_success());
    }
    CHECK(result_under(options, with_digests(url, content, all)) ==
          wua::outcome::succeeded(wua::wu_s_already_downloaded));
    server.forget_requests();
    CHECK(result_under(options, with_digests(url, content, all, "sha384")).hresult == wua::wu_e_dm_incorrectfilehash);
    CHECK_FALSE(server.requests().empty()); // what was there was not the right file
    CHECK(has_content(output / "a", content));
}

TEST_CASE("a download is continued with all its digests, and with more of them than before", "[curl_policy]")
{
    using enum wua::digest_algorithm;
    wua::fault_server server;
    const std::string content = some_bytes(300'000);
    const std::string url = server.serve("/a", content, wua::misbehaviour_named("truncated_at_half"));
    const auto begun = [&](const wua::update_pointer& update) {
        auto output = std::make_unique<temporary_folder>();
        wua::curl_options options = quick_options(output->path());
        options.retry.attempts = 1;
        CHECK_FALSE(result_under(options, update).is_success());
        CHECK(names_in(output->path()) == std::vector<std::string>{"a.part", "a.part.journal"});
        server.serve("/a", content);
        server.forget_requests();
        return output;
    };
    const wua::update_pointer two = with_digests(url, content, {sha512, blake2b_512});
    {
        const auto output = begun(two);
        CHECK(result_under(quick_options(output->path()), two) == wua::outcome::succeeded());
        REQUIRE(server.requests().size() == 1);
        CHECK(server.requests()[0].field("Range"));
    }
    server.serve("/a", content, wua::misbehaviour_named("truncated_at_half"));
    {
        const auto output = begun(with_digests(url, content, {sha512}));
        CHECK(result_under(quick_options(output->path()), two) == wua::outcome::succeeded());
        CHECK(has_content(*output / "a", content));
    }
}
