import type { SampleProject } from './sample-project.js';

export const webShop: SampleProject = {
  key: 'SHOP',
  name: 'Web Shop',
  description: 'What a customer does in the browser, from the first search to the parcel at the door.',
  folders: {
    Catalogue: [],
    'Catalogue/Search': [
      { title: 'Search by part of a product name', priority: 'HIGH', labels: ['smoke'], steps: [['Type "kett" into the search field', 'Kettles are suggested while typing'], ['Press Enter', 'The list holds kettles only, the best match first']] },
      { title: 'Search without a result', priority: 'MEDIUM', steps: [['Search for "qwxyz"', 'The page says that nothing was found'], ['Follow a suggested category', 'The category opens']] },
      { title: 'Search forgives a typing mistake', priority: 'LOW', steps: [['Search for "ketle"', 'Kettles are shown, with the corrected word above']] },
      { title: 'Filters stay when the order is changed', priority: 'MEDIUM', steps: [['Filter by brand and by price', 'Both filters are shown as chips'], ['Sort by price', 'The chips are still there, the cheapest comes first']] },
    ],
    'Catalogue/Product page': [
      { title: 'The picture can be enlarged', priority: 'LOW', steps: [['Open a product and press its picture', 'It fills the window'], ['Press Escape', 'The product page is back at the same place']] },
      { title: 'A product that is sold out cannot be ordered', priority: 'HIGH', steps: [['Open a product without stock', 'The button says "Sold out" and cannot be pressed'], ['Ask to be told when it is back', 'The address is confirmed by e-mail']] },
      { title: 'The price is shown with and without tax', priority: 'MEDIUM', labels: ['tax'], steps: [['Switch to business customer', 'Net prices are shown'], ['Switch back', 'Gross prices are shown']] },
    ],
    Basket: [
      { title: 'Add a product to the basket', priority: 'CRITICAL', labels: ['smoke'], steps: [['Press "Add to basket"', 'The number at the basket goes up by one'], ['Open the basket', 'Product, number and price are right']] },
      { title: 'Change the number of a product', priority: 'HIGH', steps: [['Set the number to 3', 'The sum is three times the price'], ['Set the number to 0', 'The product is taken out, with a way to undo it']] },
      { title: 'The basket survives a sign-in', priority: 'HIGH', steps: [['Put two products into the basket as a guest', 'Two products are shown'], ['Sign in', 'Both are still there, with those of the last visit']] },
      { title: 'A voucher lowers the sum once', priority: 'HIGH', labels: ['voucher'], steps: [['Enter a voucher of 10 %', 'The sum is lowered by a tenth'], ['Enter the same one again', 'It is refused with a sentence that says why']] },
      { title: 'An expired voucher is refused', priority: 'MEDIUM', labels: ['voucher'], steps: [['Enter a voucher that ended yesterday', 'The page names the day on which it ended']] },
    ],
    Checkout: [],
    'Checkout/Address': [
      { title: 'Order to another address', priority: 'HIGH', steps: [['Choose "Ship to another address"', 'A second form opens'], ['Fill it in and go on', 'Both addresses are shown in the summary']] },
      { title: 'A postcode that does not fit the country', priority: 'MEDIUM', steps: [['Enter 1234 for Germany', 'The field says that five digits are needed']] },
    ],
    'Checkout/Payment': [
      { title: 'Pay by credit card', priority: 'CRITICAL', labels: ['smoke', 'payment'], preconditions: 'The payment provider runs in its test mode.', steps: [['Choose credit card and enter the test card', 'The card is accepted'], ['Confirm at the bank', 'The order is placed and has a number'], ['Look at the mail box', 'The confirmation has come']] },
      { title: 'A declined card keeps the order open', priority: 'CRITICAL', labels: ['payment'], steps: [['Pay with the card that is always declined', 'The page says so and offers other ways to pay'], ['Pay by invoice instead', 'The order is placed once']] },
      { title: 'Pay by invoice up to the limit', priority: 'HIGH', labels: ['payment'], steps: [['Order for 499.99', 'Invoice is offered'], ['Order for 500.01', 'Invoice is not offered, and the page says why']] },
      { title: 'Paying twice is not possible', priority: 'CRITICAL', labels: ['payment'], steps: [['Press "Buy now" twice quickly', 'One order is placed'], ['Go back and press it again', 'The page says that the order was placed already']] },
    ],
    'Orders and returns': [
      { title: 'Follow a parcel', priority: 'MEDIUM', steps: [['Open an order that has been sent', 'Its way is shown, the newest place on top']] },
      { title: 'Send a product back', priority: 'HIGH', steps: [['Choose the product and a reason', 'A label can be printed'], ['Book the parcel in as received', 'The money is on its way, and an e-mail says so']] },
      { title: 'An order can be cancelled before it is packed', priority: 'HIGH', steps: [['Cancel a fresh order', 'It is cancelled and the stock goes up'], ['Cancel an order that is packed', 'It is refused, and a return is offered']] },
    ],
    Archive: [
      { title: 'Pay by telephone bill', priority: 'LOW', steps: [['Choose telephone bill', 'The number is asked for']] },
      { title: 'Order by fax form', priority: 'INFO', steps: [['Print the form', 'It holds the basket']] },
    ],
  },
};
