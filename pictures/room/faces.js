// What a tile shows of a network, by the kind of networks: see faces.py.

import { BLUE, css } from "../live/colours.js";
import { probabilityDifference } from "../live/frames.js";
import { fromHalf } from "../live/half.js";
import { fillPixels, paintMap } from "../live/pixels.js";
import { shadesOf } from "../live/shades.js";
import { ImageFace } from "../wall/image_face.js";
import { paintPoints } from "../wall/map_face.js";
import { RoomMaps } from "./maps.js";

const [FINE, COARSE] = [48, 32]; // pixels across a map, of few tiles and of many
const MANY = 40; // tiles
const KERNELS_SHARE = 0.44; // of a tile's height
const TESTS_IN_A_ROW = 8;
const INSET = 4; // px
const [SMALL, FAINT] = [130, 0.6]; // px of a tile on which data points are faint, since they hide the map
const STRIP = 0.2; // of a tile's height, for the answers along a sequence
const MAPPED = 0.75; // of the colour of a state

// The networks' maps, and the data points upon them.
class PointsFace {
  constructor(room) {
    this.room = room;
    this.maps = new RoomMaps();
    this.canvas = document.createElement("canvas");
  }

  arrange() {
    this.shades = {};
    this.dots = {};
  }

  cancel() {
    this.maps.cancel();
  }

  // Paint the map that a tile has, and one that is to come as soon as it is there.
  paint(tile, about, bytes) {
    this.draw(tile, about);
    if (tile.mapped === bytes) return;
    tile.mapped = bytes;
    const size = this.room.tiles.size > MANY ? COARSE : FINE;
    this.maps.want(tile.index, about.network, fromHalf(bytes), size, about, (map) => {
      tile.map = { map, size };
      if (tile.about === about) this.draw(tile, about);
    });
  }

  draw({ context, width, map }, { outputs, classes, meaning, logit_range: range, data }) {
    if (!map || map.map.length !== outputs * map.size ** 2) return;
    const { colours, frame, root } = this.room;
    this.shades[meaning] ??= colours.map(meaning === "probability" ? probabilityDifference(range) : undefined);
    paintMap(this.canvas, map.map, map.size, classes, colours, this.shades[meaning]);
    context.drawImage(this.canvas, 0, 0, width, width);
    if (this.dots[data] === undefined) {
      const [places, labels] = [frame[`places:${data}`], frame[`labels:${data}`]];
      const points = { ...frame[`data:${data}`], half_width: frame.half_width, classes, places, labels };
      this.dots[data] = paintPoints(points, colours, root, width);
    }
    if (!this.dots[data]) return;
    context.globalAlpha = width < SMALL ? FAINT : 1;
    context.drawImage(this.dots[data], 0, 0, width, width);
    context.globalAlpha = 1;
  }
}

// The kernels of the first layer, and test images with the wrong ones ringed, as on the Wall.
class KernelsFace {
  constructor(room) {
    this.room = room;
    this.faces = {}; // by the data and the shape of the kernels
  }

  arrange() {
    this.faces = {};
  }

  paint({ context, width, height }, { units, side, data }, bytes) {
    const { frame, colours } = this.room;
    const tests = frame[`tests:${data}`] ?? new Uint8Array();
    const shown = { ...frame[`data:${data}`], tests, kernels_of: [[units, side]] };
    const key = `${data} ${units} ${side}`;
    if (!this.faces[key]) {
      this.faces[key] = new ImageFace();
      this.faces[key].arrange({ frame: shown, colours });
    }
    const face = this.faces[key];
    const count = units * side * side;
    context.fillStyle = face.paper;
    context.fillRect(0, 0, width, height);
    context.imageSmoothingEnabled = false;
    const inner = width - 2 * INSET;
    const kernels = { x: INSET, y: INSET, width: inner, height: KERNELS_SHARE * height };
    face.paintKernels({ frame: shown, shown: [bytes.subarray(0, count)], colours }, context, 0, kernels);
    const y = kernels.y + kernels.height + INSET;
    const rows = Math.max(Math.ceil(face.count / TESTS_IN_A_ROW), 1);
    const cell = Math.min(inner / TESTS_IN_A_ROW, (height - y) / rows);
    const box = { x: INSET, y, cell, across: TESTS_IN_A_ROW };
    face.paintTests({ frame: { ...shown, right: bytes.subarray(count) } }, context, 0, box);
  }
}

// The states along one test sequence, a row for each unit, and below them the probability of the right answer.
class StatesFace {
  constructor(room) {
    this.room = room;
    this.canvas = document.createElement("canvas");
  }

  arrange() {
    this.shades = shadesOf(this.room.colours).signed;
  }

  paint({ context, width, height }, { units, moments, is_asked: isAsked }, bytes) {
    const { colours } = this.room;
    const high = isAsked ? height * (1 - STRIP) : height;
    fillPixels(this.canvas, moments, units, (pixels) => {
      for (let i = 0; i < pixels.length; i++) pixels[i] = this.shades[bytes[i]];
    });
    context.clearRect(0, 0, width, height);
    context.imageSmoothingEnabled = false;
    context.globalAlpha = MAPPED;
    context.drawImage(this.canvas, 0, 0, width, high);
    context.globalAlpha = 1;
    if (!isAsked) return;
    const room = height - high - 3;
    for (let t = 0; t < moments; t++) {
      const byte = bytes[units * moments + t];
      if (!byte) continue; // nothing is asked there
      const [x, wide] = [(t * width) / moments, Math.max(width / moments - 1, 1)];
      context.fillStyle = colours.faint;
      context.fillRect(x, height - room, wide, room);
      context.fillStyle = css(BLUE, 0.85);
      context.fillRect(x, height - (room * (byte - 1)) / 254, wide, (room * (byte - 1)) / 254);
    }
  }
}

export const ROOM_FACES = { points: PointsFace, images: KernelsFace, sequences: StatesFace };
