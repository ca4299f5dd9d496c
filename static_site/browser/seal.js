// A worker that ends the keeping of unpacked parts, which waits for the disk, and then itself.

import { seal } from "./unpacked.js";

seal().finally(close);
