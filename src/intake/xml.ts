import { Buffer } from 'node:buffer';
import { DOMParser, type Element, Node, onErrorStopParsing, ParseError } from '@xmldom/xmldom';
import type { InputProblem } from '../domain/intake.ts';
import { problem } from './problems.ts';

/** An element by its local name, whatever prefix it is written with, and the line its tag begins on. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly line: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** What stands between its tags directly, without outer blanks. */
  readonly text: string;
}

export type XmlReading =
  | { readonly kind: 'root'; readonly root: XmlElement }
  | { readonly kind: 'problem'; readonly problem: InputProblem };

const mostElements = 200_000;
const deepest = 64;

/**
 * Reads XML in UTF-8 into plain elements. Declarations are refused before anything is parsed, so that no entity is ever
 * expanded and no other file fetched (https://owasp.org/www-community/vulnerabilities/XML_External_Entity_(XXE)_Processing).
 */
export function readXml(bytes: Uint8Array): XmlReading {
  const text = new TextDecoder().decode(bytes).trimStart();
  const declared = /<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/iu.exec(text);
  if (declared !== null) {
    const line = text.slice(0, declared.index).split('\n').length;
    return refuse(problem('xml_declarations', { line, found: `"${declared[0].toUpperCase()}"` }));
  }
  try {
    const document = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, 'text/xml');
    const root = document.documentElement;
    return root === null ? refuse(broken(0)) : plain(root);
  } catch (error) {
    if (error instanceof ParseError) return refuse(broken(lineOf(error)));
    throw error;
  }
}

const refuse = (why: InputProblem): XmlReading => ({ kind: 'problem', problem: why });

/** What the parser says may quote the file, and a file has seeds. */
const broken = (line: number): InputProblem =>
  problem('xml_broken', { line, found: 'something that is not well-formed' });

function lineOf({ locator }: ParseError): number {
  const place: unknown = locator;
  const isPlace = typeof place === 'object' && place !== null && 'lineNumber' in place;
  return isPlace && typeof place.lineNumber === 'number' ? place.lineNumber : 0;
}

interface Growing {
  name: string;
  namespace: string;
  line: number;
  attributes: Map<string, string>;
  children: Growing[];
  text: string;
}

/** Copies the tree without recursion: a file may be as deep as it is long. */
function plain(element: Element): XmlReading {
  const root = grow(element);
  const open: { from: Element; to: Growing; depth: number }[] = [{ from: element, to: root, depth: 1 }];
  let elements = 0;
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    elements++;
    if (one.depth > deepest || elements > mostElements) {
      const found = one.depth > deepest ? 'elements too deep' : 'too many elements';
      return refuse(problem('xml_crowded', { line: one.to.line, found }));
    }
    for (let child = one.from.firstChild; child !== null; child = child.nextSibling) {
      if (isElement(child)) {
        const to = grow(child);
        one.to.children.push(to);
        open.push({ from: child, to, depth: one.depth + 1 });
      } else if (child.nodeType === Node.TEXT_NODE || child.nodeType === Node.CDATA_SECTION_NODE) {
        one.to.text += child.nodeValue ?? '';
      }
    }
    one.to.text = one.to.text.trim();
  }
  return { kind: 'root', root };
}

const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE;

function grow(element: Element): Growing {
  const attributes = new Map<string, string>();
  for (let index = 0; index < element.attributes.length; index++) {
    const attribute = element.attributes.item(index);
    if (attribute !== null) attributes.set(attribute.localName ?? attribute.name, attribute.value);
  }
  return {
    name: element.localName ?? element.nodeName,
    namespace: element.namespaceURI ?? '',
    line: element.lineNumber ?? 0,
    attributes,
    children: [],
    text: '',
  };
}

/** The element that a path of names leads to, taking the first of each name. */
export function elementAt(from: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined {
  let at = from;
  for (const name of names) at = at?.children.find((child) => child.name === name);
  return at;
}

/** What stands in the element that a path of names leads to; empty where there is none. */
export const textAt = (from: XmlElement | undefined, ...names: readonly string[]): string =>
  elementAt(from, ...names)?.text ?? '';

/** All elements of a name anywhere inside, in the order of the file. */
export function elementsNamed(from: XmlElement, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  const open: XmlElement[] = [from];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (one.name === name) found.push(one);
    for (const child of one.children.toReversed()) open.push(child);
  }
  return found;
}

/** The bytes that base64 in an element stands for, as a copy of their own; undefined where it is none. */
export function bytesOf(base64: string): Uint8Array | undefined {
  const text = base64.replace(/\s+/gu, '');
  if (text === '' || text.length % 4 === 1 || !/^[A-Za-z0-9+/]+={0,2}$/u.test(text)) return undefined;
  const pooled = Buffer.from(text, 'base64');
  const bytes = Uint8Array.from(pooled);
  pooled.fill(0);
  return bytes;
}
