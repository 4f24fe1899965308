// SPDX-License-Identifier: MIT
// Connections that are shared, and what becomes of one that is dead.

#include "engine/curl_fixture.hpp"
#include <wua/engine/curl/curl_connections.hpp>
#include <wua/engine/curl/curl_handles.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/testing/fault_server.hpp>
#include <wua/testing/fault_server_tls.hpp>

#include <fcntl.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

using namespace wua_test;

namespace
{

constexpr wua::misbehaviour first_connection_dies{
    .name = "first_connection_dies",
    .meaning = "HTTP/2, and silence after half of the first answer.",
    .expected = wua::expectation::delivers_after_retry,
    .respond =
        [](wua::response_script& script) {
            script.attempt() == 1 ? wua::detail::behaviours::http_2_stalls(script)
                                  : wua::detail::behaviours::http_2(script);
        },
    .listener = wua::listener_kind::tls_http_2};

} // namespace

TEST_CASE("after a stall the next attempt takes a fresh connection, and the dead one is not reused", "[curl_engine]")
{
    const auto authority = std::make_shared<wua::test_authority>();
    wua::fault_server server(authority);
    temporary_folder output;
    write_file(output / "ca.pem", authority->certificate_pem());
    const std::string content = some_bytes(300'000);
    const std::string url = server.serve("/a", content, first_connection_dies);
    std::vector<wua::update_pointer> updates;
    for (const char* const name : {"a", "b", "c"})
    {
        wua::update_item item;
        item.files.push_back({{url + '?' + name}, name, content.size(), sha256_of(content)});
        updates.push_back(std::make_shared<const wua::update_item>(std::move(item)));
    }
    wua::curl_options options = quick_options(output.path());
    options.ca_file = output / "ca.pem";
    options.retry.stall_time = 2s;
    options.retry.attempts = 2;
    wua::curl_engine engine(options);
    watched_job job(updates);
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.result(1) == wua::outcome::succeeded());
    CHECK(job.result(2) == wua::outcome::succeeded());
    CHECK(server.accepted_connections() == 4);
}

TEST_CASE("a stall of one answer does not disturb the others on its connection", "[curl_engine]")
{
    const nginx_authority authority;
    const nginx server(
        "location /slow/ { limit_rate_after 100k; limit_rate 1; } location /steady/ { limit_rate 200k; }", &authority);
    const std::string content = some_bytes(500'000);
    for (const char* const folder : {"slow", "steady"})
    {
        std::filesystem::create_directory(server.root() / folder);
        write_file(server.root() / folder / folder, content);
    }
    temporary_folder output;
    wua::curl_options options = quick_options(output.path());
    options.ca_file = authority.ca_file();
    options.retry.stall_time = 500ms;
    options.retry.attempts = 1;
    wua::curl_engine engine(options);
    watched_job job({to_update_item(server.tls_url("slow/slow"), content),
                     to_update_item(server.tls_url("steady/steady"), content)});
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result(0).hresult == wua::wininet_e_timeout);
    CHECK(job.result(1) == wua::outcome::succeeded());
}

TEST_CASE("a connection that is given up is found broken by its owner, but not by a later owner of its number",
          "[curl_connections]")
{
    wua::fault_server server;
    const std::string url = server.serve("/a", "a", wua::misbehaviour_named("never_answers"));
    wua::detail::initialize_curl();
    wua::detail::curl_connections connections(wua::steady_time);
    wua::detail::curl_multi multi(curl_multi_init());
    wua::detail::curl_easy easy(curl_easy_init());
    connections.attach(easy.get());
    wua::detail::set_option(easy.get(), CURLOPT_URL, url.c_str());
    REQUIRE(curl_multi_add_handle(multi.get(), easy.get()) == CURLM_OK);
    int running = 1;
    while (!server.wait_for_requests(1, 1ms))
    {
        REQUIRE(curl_multi_perform(multi.get(), &running) == CURLM_OK);
    }
    long local_port = 0;
    long remote_port = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_LOCAL_PORT, &local_port);
    curl_easy_getinfo(easy.get(), CURLINFO_PRIMARY_PORT, &remote_port);
    CHECK(connections.find(static_cast<int>(local_port), 1) == nullptr);
    const auto connection = connections.find(static_cast<int>(local_port), static_cast<int>(remote_port));
    REQUIRE(connection != nullptr);
    CHECK((::fcntl(connection->socket, F_GETFD) & FD_CLOEXEC) != 0); // no program that is started keeps it open
    connections.give_up(*connection, wua::detail::curl_connection::fate::silent);
    while (running != 0)
    {
        REQUIRE(curl_multi_poll(multi.get(), nullptr, 0, 1'000, nullptr) == CURLM_OK);
        REQUIRE(curl_multi_perform(multi.get(), &running) == CURLM_OK);
    }
    curl_multi_remove_handle(multi.get(), easy.get());
    CHECK(connections.find(static_cast<int>(local_port), static_cast<int>(remote_port)) == nullptr);
    connections.give_up(*connection, wua::detail::curl_connection::fate::silent);
}
