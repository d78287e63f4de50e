import { parentPort } from 'node:worker_threads';
import { type ConnectorFiles, defineConnector } from '../engine/index.ts';

// Answers each message, which holds the files of a connector, in turn.
parentPort?.on('message', (files: ConnectorFiles) => parentPort?.postMessage(defineConnector(files)));
