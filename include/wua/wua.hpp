// SPDX-License-Identifier: MIT
#pragma once

// Everything that needs the standard library alone.

#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/model/progress_contract.hpp>
#include <wua/job/job.hpp>
#include <wua/objects/com_face.hpp>
#include <wua/objects/observed_job.hpp>
#include <wua/agent/update_searcher.hpp>
#include <wua/agent/update_session.hpp>
#include <wua/wuapi/extensions.hpp>
#include <wua/wuapi/wuapi.hpp>
