// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/connections.hpp>.

#include <wua/testing/fault_server/behaviours/connections.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE void speaks_first(response_script& script)
{
    script.send("220 mail.example.org ESMTP\r\n");
    script.pause(milliseconds(20));
    script.close();
}

WUA_INLINE void connection_close(response_script& script)
{
    http_response response = script.correct_response();
    response.head.set("Connection", "close");
    response.ends_connection = true;
    script.send(response);
}

WUA_INLINE void closes_unannounced(response_script& script)
{
    http_response response = script.correct_response();
    response.head.set("Connection", "keep-alive");
    response.ends_connection = true;
    script.send(response);
}

WUA_INLINE void answers_first(response_script& script)
{
    http_response response{{status_line(200)}, 0, script.size(), true};
    response.head.add("Content-Length", std::to_string(script.size()));
    script.send(response);
}

WUA_INLINE void reset_after_all(response_script& script)
{
    http_response response = script.correct_response();
    response.ends_connection = false;
    script.send(response);
    script.pause(milliseconds(20)); // a reset would overtake bytes that the client has not read yet
    script.reset();
}

WUA_INLINE void reset_after_all_without_length(response_script& script)
{
    http_response response = response_without_length(script);
    response.ends_connection = false;
    script.send(response);
    script.pause(milliseconds(20));
    script.reset();
}

WUA_INLINE void close_stays_open(response_script& script)
{
    http_response response = script.correct_response();
    response.head.set("Connection", "close");
    response.ends_connection = false;
    script.send(response);
    script.stall();
}

WUA_INLINE void http_1_0_kept(response_script& script)
{
    http_response response = script.correct_response();
    response.head.status_line = "HTTP/1.0 200 OK";
    response.head.set("Connection", "keep-alive");
    script.send(response);
}

WUA_INLINE void idle_close_race(response_script& script)
{
    if (script.request().number_on_connection > 1)
    {
        script.close();
    }
    else if (script.attempt() == 1)
    {
        redirect_to(script, 302, moved_url(script));
    }
    else
    {
        correct(script);
    }
}

} // namespace wua::detail::behaviours
