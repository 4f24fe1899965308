// SPDX-License-Identifier: MIT
#pragma once
// A driven engine that forgets work it was given.

#include <wua/engine/simulated_engine.hpp>

#include <functional>
#include <utility>

namespace wua_test
{

class forgetful_engine
{
public:
    void start(wua::transfer assigned)
    {
        m_engine.start(std::move(assigned));
    }

    bool drive()
    {
        return m_engine.drive();
    }

    void post(const std::function<void()>&) {}

private:
    wua::simulated_engine m_engine;
};

} // namespace wua_test
